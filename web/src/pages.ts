/** The pages: one line each. A group without a page is not shown. To add one: its folder, one line here. */
import type { ComponentType } from "react";

import type { Text } from "./i18n/language";
import type { Role } from "./state/shop";

export type Group = "overview" | "maps" | "analyses" | "customers" | "data" | "settings";

/** What the bar above a page lets one choose. */
export type Choice = "period" | "stages" | "conversion" | "where";

export type Page = {
  path: string;
  group: Group;
  /** Its name in the shell's catalogue; pages without one are not in the navigation (one person, say). */
  title?: keyof Text["pages"];
  /** What may be chosen above it. */
  choices?: Choice[];
  /** Works without a shop that has data (else the first steps are shown). */
  bare?: boolean;
  /** Who may see it; default everybody who is signed in. */
  role?: Role;
  /** Only in the demo shop. */
  demo?: boolean;
  load: () => Promise<{ default: ComponentType }>;
};

export const EVERYTHING: Choice[] = ["period", "stages", "conversion", "where"];

export const PAGES: Page[] = [
  {
    path: "/",
    group: "overview",
    title: "overview",
    choices: ["period", "stages", "where"],
    load: () => import("./pages/overview/Overview"),
  },
  {
    path: "/tour",
    group: "overview",
    title: "tour",
    demo: true,
    load: () => import("./pages/tour/Tour"),
  },
  {
    path: "/first-steps",
    group: "overview",
    title: "firstSteps",
    bare: true,
    load: () => import("./pages/first-steps/FirstSteps"),
  },
  {
    path: "/maps",
    group: "maps",
    title: "maps",
    choices: ["period", "stages", "where"],
    load: () => import("./pages/maps/Maps"),
  },
  {
    path: "/flow",
    group: "analyses",
    title: "flow",
    choices: EVERYTHING,
    load: () => import("./pages/flow/Flow"),
  },
  {
    path: "/funnel",
    group: "analyses",
    title: "funnel",
    choices: EVERYTHING,
    load: () => import("./pages/funnel/Funnel"),
  },
  {
    path: "/paths",
    group: "analyses",
    title: "paths",
    choices: EVERYTHING,
    load: () => import("./pages/paths/Paths"),
  },
  {
    path: "/stages",
    group: "analyses",
    title: "stages",
    choices: EVERYTHING,
    load: () => import("./pages/stages/Stages"),
  },
  {
    path: "/kpis",
    group: "analyses",
    title: "kpis",
    choices: ["period", "conversion", "where"],
    load: () => import("./pages/kpis/Kpis"),
  },
  {
    path: "/coverage",
    group: "analyses",
    title: "coverage",
    choices: ["period", "where"],
    load: () => import("./pages/coverage/Coverage"),
  },
  {
    path: "/people",
    group: "customers",
    title: "people",
    choices: ["period", "stages", "where"],
    load: () => import("./pages/people/People"),
  },
  {
    path: "/people/$person",
    group: "customers",
    choices: ["stages"],
    load: () => import("./pages/people/Person"),
  },
  {
    path: "/accounts",
    group: "customers",
    title: "accounts",
    choices: ["period", "stages", "where"],
    load: () => import("./pages/accounts/Accounts"),
  },
  {
    path: "/accounts/$account",
    group: "customers",
    choices: ["stages"],
    load: () => import("./pages/accounts/Account"),
  },
  {
    path: "/identity",
    group: "customers",
    title: "identity",
    load: () => import("./pages/identity/Identity"),
  },
  {
    path: "/settings/shop",
    group: "settings",
    title: "shop",
    bare: true,
    load: () => import("./pages/settings/Shop"),
  },
  {
    path: "/settings/team",
    group: "settings",
    title: "team",
    bare: true,
    role: "owner",
    load: () => import("./pages/settings/Team"),
  },
  {
    path: "/settings/access",
    group: "settings",
    title: "access",
    bare: true,
    load: () => import("./pages/settings/Access"),
  },
  {
    path: "/settings/glossary",
    group: "settings",
    title: "glossary",
    bare: true,
    load: () => import("./pages/glossary/Glossary"),
  },
  {
    path: "/sources",
    group: "data",
    title: "sources",
    bare: true,
    load: () => import("./pages/sources/Sources"),
  },
  {
    path: "/import",
    group: "data",
    title: "import",
    bare: true,
    role: "editor",
    load: () => import("./pages/import/Import"),
  },
  {
    path: "/live",
    group: "data",
    title: "live",
    bare: true,
    load: () => import("./pages/live/Live"),
  },
  {
    path: "/rejected",
    group: "data",
    title: "rejected",
    bare: true,
    load: () => import("./pages/rejected/Rejected"),
  },
  {
    path: "/privacy",
    group: "data",
    title: "privacy",
    bare: true,
    load: () => import("./pages/privacy/Privacy"),
  },
  {
    path: "/links",
    group: "data",
    title: "links",
    bare: true,
    load: () => import("./pages/links/Links"),
  },
  {
    path: "/mapping",
    group: "data",
    title: "mapping",
    choices: ["stages"],
    load: () => import("./pages/mapping/Mapping"),
  },
  {
    path: "/stage-models",
    group: "data",
    title: "stageModels",
    choices: ["period"],
    load: () => import("./pages/stage-models/StageModels"),
  },
];

export const GROUPS: Group[] = ["overview", "maps", "analyses", "customers", "data", "settings"];

/** The page of an address; `/people/$person` stands for the page of one person. */
export function pageAt(path: string): Page | undefined {
  const parts = path.replace(/\/+$/, "").split("/");
  return PAGES.find((page) => {
    const pattern = page.path.replace(/\/+$/, "").split("/");
    return (
      pattern.length === parts.length &&
      pattern.every((part, place) => part.startsWith("$") || part === parts[place])
    );
  });
}
