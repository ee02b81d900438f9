/** The moves between stages as arcs over and under the band. */
import { Text } from "@mantine/core";
import { type RefObject, useMemo, useState } from "react";

import type { Schemas } from "../../api/client";
import { opening, type Way } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { fill, labelOf, type Language, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { type Arc, arcsOf, type Block, type Move, THICK } from "./arcs";
import { texts } from "./text";
import "./stages.css";

type Answer = Schemas["Stages"];
const START = "(start)";
const END = "(end)";

type Props = {
  answer: Answer;
  box: RefObject<HTMLDivElement | null>;
  open: (title: string, way: Way) => void;
  wayOfStage: (name: string) => Way;
  wayOfMove: (move: Move) => Way;
};

export function MovesDrawing({ answer, box, open, wayOfStage, wayOfMove }: Props) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const [looked, setLooked] = useState<string>();
  const drawn = useMemo(
    () => arcsOf([START, ...answer.stages.map((stage) => stage.name), END], answer.moves),
    [answer],
  );
  const name = namesOf(answer, language);
  const said = (arc: Arc) => moveWords(arc.move, name, language);
  const looking = drawn.arcs.find((arc) => key(arc.move) === looked);
  const stage = answer.stages.find((one) => one.name === looked);
  const high = drawn.over + drawn.under + THICK + 16;
  return (
    <>
      <div className="chart" ref={box}>
        <svg
          viewBox={`0 ${-drawn.over - 8} ${drawn.width} ${high}`}
          style={{ minWidth: 680 }}
          role="group"
          aria-label={words.moves}
          onMouseLeave={() => setLooked(undefined)}
        >
          {[...drawn.arcs].sort((a, b) => b.width - a.width).map((arc) => (
            <Bow
              key={key(arc.move)}
              arc={arc}
              place={answer.stages.findIndex((one) => one.name === arc.move.from)}
              quiet={looked !== undefined && !belongs(arc.move, looked)}
              label={said(arc)}
              look={() => setLooked(key(arc.move))}
              choose={() => open(`${name(arc.move.from)} → ${name(arc.move.to)}`, wayOfMove(arc.move))}
            />
          ))}
          {drawn.blocks.map((block, place) => (
            <Ground
              key={block.name}
              block={block}
              place={place - 1}
              label={name(block.name)}
              look={() => setLooked(block.name)}
              {...(place > 0 && place <= answer.stages.length
                ? { choose: () => open(name(block.name), wayOfStage(block.name)) }
                : {})}
            />
          ))}
        </svg>
      </div>
      <Text size="sm" mih={22} aria-live="polite" data-looked>
        {looking ? said(looking) : stage ? stageWords(stage, name, language) : words.hint}
      </Text>
    </>
  );
}

export function namesOf(answer: Answer, language: Language): (name: string) => string {
  const labels = new Map(answer.stages.map((stage) => [stage.name, stage.label]));
  const words = texts[language];
  return (name) =>
    name === START ? words.begin : name === END ? words.end : labelOf(labels.get(name), language, name);
}

function key(move: Move): string {
  return `${move.from}\n${move.to}`;
}

function belongs(move: Move, looked: string): boolean {
  return key(move) === looked || move.from === looked || move.to === looked;
}

function moveWords(move: Move, name: (key: string) => string, language: Language): string {
  const words = texts[language];
  const told = fill(words.move, {
    from: name(move.from),
    to: name(move.to),
    count: number(move.count, language),
    persons: number(move.persons, language),
  });
  return move.open ? `${told} ${fill(words.open, { open: number(move.open, language) })}` : told;
}

function stageWords(stage: Schemas["StageFigures"], name: (key: string) => string, language: Language): string {
  return fill(texts[language].stage, {
    name: name(stage.name),
    persons: number(stage.persons, language),
    entered: number(stage.entered, language),
  });
}

type BowProps = {
  arc: Arc;
  place: number;
  quiet: boolean;
  label: string;
  look: () => void;
  choose: () => void;
};

function Bow({ arc, place, quiet, label, look, choose }: BowProps) {
  const { language } = useLanguage();
  const palette = usePalette();
  const colour = place < 0 ? "var(--quiet)" : palette[place % palette.length];
  const solid = arc.move.to === END ? 0.25 : 0.45;
  return (
    <g {...opening(label, choose)} data-move={`${arc.move.from} → ${arc.move.to}`} onMouseEnter={look} onFocus={look}>
      <path d={arc.path} fill="none" stroke={colour} strokeWidth={arc.width} opacity={quiet ? 0.08 : solid} />
      <path d={arc.path} fill="none" stroke="transparent" strokeWidth={Math.max(9, arc.width)} />
      <path d={arc.tip} fill={colour} opacity={quiet ? 0.1 : 0.85} />
      {arc.width > 2.5 && (
        <text x={arc.label.x} y={arc.label.y + 4} textAnchor="middle" className="stages-count" opacity={quiet ? 0.3 : 1}>
          {number(arc.move.count, language)}
        </text>
      )}
    </g>
  );
}

type GroundProps = {
  block: Block;
  place: number;
  label: string;
  look: () => void;
  choose?: () => void;
};

function Ground({ block, place, label, look, choose }: GroundProps) {
  const palette = usePalette();
  const colour = choose ? palette[place % palette.length] : "var(--quiet)";
  const middle = block.x + block.width / 2;
  const most = Math.floor(block.width / 6.6);
  const body = (
    <>
      <rect x={block.x} y={0} width={block.width} height={THICK} rx={5} className="stages-paper" />
      <rect x={block.x} y={0} width={block.width} height={THICK} rx={5} fill={colour} fillOpacity={0.22} stroke={colour} strokeWidth={2} />
      <text x={middle} y={15} textAnchor="middle" className="stages-name">
        <title>{label}</title>
        {label.length <= most ? label : `${label.slice(0, most - 1)}…`}
      </text>
    </>
  );
  if (!choose) return <g onMouseEnter={look}>{body}</g>;
  return (
    <g {...opening(label, choose)} data-stage={block.name} onMouseEnter={look} onFocus={look}>
      {body}
    </g>
  );
}
