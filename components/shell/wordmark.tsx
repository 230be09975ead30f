/** The product's mark and name. */
export function Wordmark() {
  return (
    <div className="flex items-center gap-2 px-2 pb-3.5 font-semibold tracking-tight">
      <svg
        width="18"
        height="18"
        viewBox="0 0 18 18"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        aria-hidden
      >
        <path d="M2 4h5l4 10h5M2 14h5l1.4-3.5M11 4h5M9.6 7.5 11 4" />
      </svg>
      Xaccount
    </div>
  );
}
