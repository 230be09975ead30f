"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { SyncPicture } from "@/lib/catalog/sync-progress";
import { AutoRefresh } from "../ui/auto-refresh";
import { SyncCard } from "./sync-card";

/**
 * A sync that goes on before one's eyes: as the server rendered it, then as server-sent events tell. When its own parts
 * are over, when all of it is, and when another one was started, the page is read anew. Where events do not come through, the page is read anew now and then.
 * @param eventsHref where the events are
 */
export function LiveSyncCard({
  sync,
  now,
  eventsHref,
}: {
  sync: SyncPicture;
  now: string;
  eventsHref: string;
}) {
  const router = useRouter();
  const [told, setTold] = useState<SyncPicture | null>(null);
  const [isCut, setCut] = useState(false);
  useEffect(() => {
    const source = new EventSource(eventsHref);
    source.onmessage = ({ data }) => {
      const picture = JSON.parse(String(data)) as SyncPicture; // our own route's
      setTold(picture);
      setCut(false);
      const isOpen = picture.state === "running" || picture.state === "waiting";
      const goesOn = isOpen && picture.isLatest;
      if (goesOn && picture.ownState === sync.ownState) return;
      if (!goesOn) source.close(); // or it would be asked for again
      router.refresh();
    };
    source.onerror = () => setCut(true);
    return () => source.close();
  }, [eventsHref, router, sync.ownState]);
  const shown = told?.id === sync.id ? told : sync;
  return (
    <>
      {isCut ? <AutoRefresh everyMilliseconds={5000} /> : null}
      <SyncCard sync={shown} now={now} />
    </>
  );
}
