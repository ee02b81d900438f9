/** The list as it grows: asked every second with the cursor of the answer before, newest first. */
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";

export type Live = Schemas["Live"];
export type LiveEvent = Schemas["LiveEvent"];

const EVERY_MS = 1000;
const MOST = 200;

export function useLive(name: string, paused: boolean) {
  const queries = useQueryClient();
  const key = ["live", name];
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Live>(key);
      const next = await asked(name, before?.cursor ?? 0, signal);
      if (before === undefined) return next;
      // Another list: the server or the shop was opened anew, and its cursors begin anew.
      return before.begun === next.begun ? merged(before, next) : asked(name, 0, signal);
    },
    enabled: !paused,
    refetchInterval: paused ? false : EVERY_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

function asked(name: string, after: number, signal: AbortSignal): Promise<Live> {
  return answered(
    client.GET("/api/shops/{shop}/live", { params: { path: { shop: name }, query: { after } }, signal }),
  );
}

/** What came new, and what came again with its person. */
function merged(before: Live, next: Live): Live {
  const events = new Map(before.events.map((event) => [event.number, event]));
  for (const event of next.events) events.set(event.number, event);
  const newest = [...events.values()].sort((one, other) => other.number - one.number);
  return { ...next, events: newest.slice(0, MOST) };
}
