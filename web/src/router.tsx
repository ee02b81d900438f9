/** The pages' addresses, made from the table of pages. Everything but signing in needs a session. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";

import { Refusal } from "./api/client";
import { queries, session } from "./api/queries";
import { NotFound } from "./components/States";
import { PAGES } from "./pages";
import { Frame } from "./shell/Frame";
import { parseSearch, type Search, stringifySearch } from "./state/address";

const root = createRootRoute({
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>) => search as Search,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./pages/signin/SignIn"), "SignIn"),
});

/** Without a session the way leads to signing in and back. */
const house = createRoute({
  getParentRoute: () => root,
  id: "house",
  component: Frame,
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

const pages = PAGES.map((page) =>
  createRoute({
    getParentRoute: () => house,
    path: page.path,
    component: lazyRouteComponent(page.load, "default"),
  }),
);

/** Until the overview is a page, the way in is the map. */
const start = createRoute({
  getParentRoute: () => house,
  path: "/",
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/maps" as string, search: search as never });
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    house.addChildren(PAGES.some((page) => page.path === "/") ? pages : [start, ...pages]),
  ]),
  defaultPreload: "intent",
  parseSearch,
  stringifySearch,
});

// A session that ended while a page was open: sign in, and come back to the same place.
queries.getQueryCache().config.onError = (error) => {
  const here = router.state.location;
  if (!(error instanceof Refusal) || error.status !== 401 || here.pathname === "/sign-in") return;
  queries.removeQueries({ queryKey: session.queryKey });
  void router.navigate({ to: "/sign-in", search: { next: here.href } as never });
};

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
