/** The listed paths as a tree: common beginnings, or endings, are one branch; nothing is counted twice. */
import type { Schemas } from "../../api/client";

type Path = Schemas["Path"];

export type Branch = {
  name: string;
  /** Of the listed paths: how many units go through here. */
  count: number;
  branches: Branch[];
  /** The path that ends (or, read backwards, begins) exactly here. */
  path?: Path;
};

/** The first branches, the most frequent first. `backwards` merges endings. */
export function treeOf(paths: readonly Path[], backwards: boolean): Branch[] {
  const root: Branch = { name: "", count: 0, branches: [] };
  for (const path of paths) {
    let at = root;
    for (const name of backwards ? [...path.path].reverse() : path.path) {
      let next = at.branches.find((branch) => branch.name === name);
      if (next === undefined) {
        next = { name, count: 0, branches: [] };
        at.branches.push(next);
      }
      next.count += path.count;
      at = next;
    }
    at.path = path;
  }
  return sorted(root.branches);
}

function sorted(branches: Branch[]): Branch[] {
  for (const branch of branches) branch.branches = sorted(branch.branches);
  return branches.sort((a, b) => b.count - a.count);
}
