/** The pages and their addresses. The whole state of a page is in its address. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";

import { Refusal } from "./api/client";
import { queries, session, type View } from "./api/queries";
import { NotFound } from "./components/States";
import { Frame } from "./shell/Frame";

const day = /^\d{4}-\d{2}-\d{2}$/;

function word(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function dayOf(value: unknown): string | undefined {
  return typeof value === "string" && day.test(value) ? value : undefined;
}

const root = createRootRoute({ notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./pages/signin/SignIn"), "SignIn"),
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => ({
    next: word(search["next"]),
  }),
});

/** Everything but the sign-in page needs a session; without one the way leads there and back. */
const house = createRoute({
  getParentRoute: () => root,
  id: "house",
  component: Frame,
  validateSearch: (search: Record<string, unknown>): View => ({
    shop: word(search["shop"]),
    stages: word(search["stages"]),
    from: dayOf(search["from"]),
    to: dayOf(search["to"]),
    loop: typeof search["loop"] === "boolean" ? search["loop"] : undefined,
  }),
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(session);
    } catch (error) {
      if (error instanceof Refusal && error.status === 401)
        throw redirect({ to: "/sign-in", search: { next: location.href } });
      // Another failure is shown by the page itself, with a way to try again.
    }
  },
});

const start = createRoute({
  getParentRoute: () => house,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/maps" });
  },
});

const maps = createRoute({
  getParentRoute: () => house,
  path: "/maps",
  component: lazyRouteComponent(() => import("./pages/maps/Maps"), "Maps"),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, house.addChildren([start, maps])]),
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
