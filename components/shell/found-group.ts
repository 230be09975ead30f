/** One thing to go to. */
export interface FoundItem {
  href: string;
  text: string;
  note: string;
}

/** Things of one kind that were found. */
export interface FoundGroup {
  title: string;
  items: FoundItem[];
}
