/** The paths as a tree whose branches open; counts below a branch add up to it. */
import { Text, UnstyledButton } from "@mantine/core";
import { type CSSProperties, useMemo, useState } from "react";

import { Opens } from "../../components/Figure";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number, percent } from "../../i18n/numbers";
import { texts } from "./text";
import { type Branch, treeOf } from "./tree";
import { nameIn, type Shown, useStageColour } from "./words";

/** So many steps stand open at first. */
const OPEN_TO = 2;

export function PathTree({ backwards, ...props }: Shown & { backwards: boolean }) {
  const { answer } = props;
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const branches = useMemo(() => treeOf(answer.paths, backwards), [answer, backwards]);
  const { count, share } = answer.other;
  return (
    <ul className="tree" aria-label={backwards ? words.endings : words.beginnings}>
      {branches.map((branch) => (
        <Grown key={branch.name} branch={branch} depth={1} {...props} />
      ))}
      {count > 0 && (
        <li className="branch" data-other={count} style={{ "--portion": share } as CSSProperties}>
          <span className="branch-sign" />
          <Text component="span" fs="italic">
            {words.otherRow}
          </Text>
          <span className="branch-bar" style={{ "--stage": "var(--line)" } as CSSProperties} />
          <Text component="span" size="sm">
            {number(count, language)} {text.units[answer.unit]} · {percent(share, language)}
          </Text>
        </li>
      )}
    </ul>
  );
}

type GrownProps = Shown & { branch: Branch; depth: number };

function Grown({ branch, depth, ...props }: GrownProps) {
  const { answer, stages, wayOf } = props;
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const [open, setOpen] = useState(depth <= OPEN_TO);
  const colour = useStageColour(answer, stages)(branch.name);
  const share = branch.count / Math.max(1, answer.units);
  const label = nameIn(answer, language)(branch.name);
  const told = { count: number(branch.count, language), unit: text.units[answer.unit] };
  const grows = branch.branches.length > 0;
  const row = (
    <>
      <span className="branch-sign" aria-hidden="true">
        {grows ? (open ? "−" : "+") : ""}
      </span>
      <span className="chip">{label}</span>
    </>
  );
  return (
    <li style={{ "--stage": colour, "--portion": share } as CSSProperties}>
      <div className="branch" data-branch={branch.name} data-depth={depth} data-count={branch.count}>
        {grows ? (
          <UnstyledButton
            className="branch-turn"
            aria-expanded={open}
            aria-label={fill(words.branch, { name: label, share: percent(share, language), ...told })}
            onClick={() => setOpen(!open)}
          >
            {row}
          </UnstyledButton>
        ) : (
          <span className="branch-turn">{row}</span>
        )}
        <span className="branch-bar" aria-hidden="true" />
        <Text component="span" size="sm">
          {told.count} · {percent(share, language)}
        </Text>
        {branch.path && (
          <Text component="span" size="sm" c="var(--quiet)">
            {words.exactly}:{" "}
            <Opens title={label} way={wayOf(branch.path)}>
              {number(branch.path.count, language)}
            </Opens>
          </Text>
        )}
      </div>
      {grows && open && (
        <ul>
          {branch.branches.map((next) => (
            <Grown key={next.name} branch={next} depth={depth + 1} {...props} />
          ))}
        </ul>
      )}
    </li>
  );
}
