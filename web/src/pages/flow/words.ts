/** A flow in words: names as people read them, and what a bar or a ribbon says when it is looked at. */
import type { Schemas } from "../../api/client";
import { fill, labelOf, type Language, type Text } from "../../i18n/language";
import { number, span } from "../../i18n/numbers";
import { END, START } from "./columns";
import { texts } from "./text";

export type Flow = Schemas["Flow"];
export type FlowNode = Schemas["FlowNode"];
export type FlowEdge = Schemas["FlowEdge"];

export function namesOf(answer: Flow, language: Language): (name: string) => string {
  const nodes = new Map(answer.nodes.map((node) => [node.name, node]));
  return (name) => {
    const node = nodes.get(name);
    const label = labelOf(node?.label, language, name);
    return node?.certain === false ? `${label} ◐` : label;
  };
}

export function isEnds(name: string): boolean {
  return name === START || name === END;
}

export function nodeWords(node: FlowNode, answer: Flow, text: Text, language: Language): string {
  const words = texts[language];
  return fill(isEnds(node.name) ? words.ends : words.node, {
    name: labelOf(node.label, language, node.name),
    touches: number(node.touches, language),
    persons: number(node.persons, language),
    units: text.units[answer.within],
  });
}

export function edgeWords(edge: FlowEdge, name: (key: string) => string, language: Language): string {
  const words = texts[language];
  const told = [
    fill(words.edge, {
      from: name(edge.from),
      to: name(edge.to),
      count: number(edge.count, language),
      persons: number(edge.persons, language),
    }),
  ];
  if (edge.median_seconds !== null)
    told.push(fill(words.time, { time: span(edge.median_seconds, language) }));
  if (edge.open !== null && edge.open > 0)
    told.push(fill(words.open, { open: number(edge.open, language) }));
  return told.join(" ");
}

/** All steps of the answer, listed or not. */
export function allSteps(answer: Flow): number {
  return sumOf(answer.edges) + answer.other.count;
}

export function sumOf(edges: readonly FlowEdge[]): number {
  return edges.reduce((sum, edge) => sum + edge.count, 0);
}
