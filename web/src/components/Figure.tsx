/** A figure with its unit, its comparison and the way in: definition, question, evidence, people. */
import { Paper, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { lazy, type ReactNode, type SVGProps, Suspense, useState } from "react";

import { useLanguage } from "../i18n/language";
import { signed } from "../i18n/numbers";
import type { WayInProps } from "./WayIn";

const WayIn = lazy(() => import("./WayIn"));

export type Way = Omit<WayInProps, "opened" | "close" | "title">;

/** For drawings: `open` shows what stands behind a part of them; `drawer` must stand in the page. */
export function useWayIn(): { open: (title: string, way: Way) => void; drawer: ReactNode } {
  const [shown, setShown] = useState<{ title: string; way: Way }>();
  const [opened, setOpened] = useState(false);
  const open = (title: string, way: Way) => {
    setShown({ title, way });
    setOpened(true);
  };
  // Loaded at the first opening, kept afterwards so that closing is seen.
  const drawer = shown && (
    <Suspense>
      <WayIn {...shown.way} title={shown.title} opened={opened} close={() => setOpened(false)} />
    </Suspense>
  );
  return { open, drawer };
}

/** A part of a drawing that can be chosen by pointer and keyboard. */
export function opening(label: string, choose: () => void): SVGProps<SVGGElement> {
  return {
    role: "button",
    tabIndex: 0,
    "aria-label": label,
    className: "chosen",
    onClick: choose,
    onKeyDown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    },
  };
}

/** Anything that can be opened to what stands behind it. */
export function Opens(props: { title: string; way: Way; className?: string; children: ReactNode }) {
  const { text } = useLanguage();
  const { open, drawer } = useWayIn();
  return (
    <>
      <UnstyledButton
        className={props.className ?? "opens"}
        onClick={() => open(props.title, props.way)}
        aria-haspopup="dialog"
        title={text.openFigure}
      >
        {props.children}
      </UnstyledButton>
      {drawer}
    </>
  );
}

export type Change = {
  /** Relative change (0.12 is +12 %) or, with `points`, in percentage points. */
  value: number | null;
  points?: boolean;
  against?: "period" | "year";
  /** The difference may be chance: then it is shown quietly. */
  chance?: boolean;
};

type Props = {
  label: string;
  value: string;
  /** The value says that there is none. */
  none?: boolean;
  way: Way;
  changes?: Change[];
  /** For tests and the tour: which figure this is. */
  name: string;
  /** Drawn above the value, and below the label. */
  drawing?: ReactNode;
  more?: ReactNode;
};

export function Figure({ label, value, none = false, way, changes = [], name, drawing, more }: Props) {
  return (
    <Paper withBorder className="figure" data-figure={name}>
      <Opens title={label} way={way} className="opens figure-opens">
        {drawing && <span className="figure-drawing">{drawing}</span>}
        <Text component="span" className={none ? "figure-value figure-none" : "figure-value"}>
          {value}
        </Text>
        <Text component="span" size="sm" c="var(--quiet)">
          {label}
        </Text>
      </Opens>
      {more}
      {changes.map((change) => (
        <Comparison key={change.against ?? "period"} change={change} />
      ))}
    </Paper>
  );
}

function Comparison({ change }: { change: Change }) {
  const { text, language } = useLanguage();
  if (change.value === null) return null;
  const size = signed(100 * change.value, language);
  const unit = change.points ? (language === "de" ? "\u00a0Punkte" : "\u00a0points") : "\u00a0%";
  return (
    <Tooltip label={change.against === "year" ? text.comparedYear : text.compared}>
      <Text size="sm" tabIndex={0} className={change.chance ? "change change-chance" : "change"}>
        {change.value > 0 ? "▲" : change.value < 0 ? "▼" : "="} {size}
        {unit}
      </Text>
    </Tooltip>
  );
}
