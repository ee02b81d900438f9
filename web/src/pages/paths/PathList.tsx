/** The paths as roads with their figures; what is not listed is the last row. */
import { Text } from "@mantine/core";
import type { CSSProperties, ReactNode } from "react";

import { Opens } from "../../components/Figure";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { money, number, percent, span } from "../../i18n/numbers";
import { texts } from "./text";
import { nameIn, type Path, type Shown, useStageColour } from "./words";

export function PathList({ answer, stages, wayOf }: Shown) {
  const words = useTexts(texts);
  const most = Math.max(1, ...answer.paths.map((path) => path.count));
  return (
    <ol className="paths" aria-label={words.courses}>
      {answer.paths.map((path, place) => (
        <li key={path.path.join("\n")} className="path" data-count={path.count}>
          <Count unit={answer.unit} count={path.count} share={path.share}>
            {(count) => (
              <Opens title={fill(words.path, { place: place + 1 })} way={wayOf(path)}>
                {count}
              </Opens>
            )}
          </Count>
          <Road path={path} wide={2 + (12 * path.count) / most} {...{ answer, stages }} />
          <Figures path={path} answer={answer} />
        </li>
      ))}
      {answer.other.count > 0 && (
        <li className="path path-other" data-other={answer.other.count}>
          <Count unit={answer.unit} {...answer.other}>
            {(count) => count}
          </Count>
          <div>
            <Text fs="italic">{words.otherRow}</Text>
            <Text size="sm" c="var(--quiet)">
              {words.otherHint}
            </Text>
          </div>
        </li>
      )}
    </ol>
  );
}

type CountProps = {
  unit: Shown["answer"]["unit"];
  count: number;
  share: number;
  children: (count: string) => ReactNode;
};

function Count({ unit, count, share, children }: CountProps) {
  const { text, language } = useLanguage();
  return (
    <div>
      <span className="path-count">{children(number(count, language))}</span>{" "}
      <Text component="span" size="sm" c="var(--quiet)">
        {text.units[unit]} · {percent(share, language)}
      </Text>
      <div className="path-share" style={{ "--share": `${100 * share}%` } as CSSProperties} />
    </div>
  );
}

type RoadProps = Pick<Shown, "answer" | "stages"> & { path: Path; wide: number };

function Road({ answer, stages, path, wide }: RoadProps) {
  const { language } = useLanguage();
  const colour = useStageColour(answer, stages);
  const name = nameIn(answer, language);
  return (
    <ol className="path-road" style={{ "--wide": `${wide}px` } as CSSProperties}>
      {path.path.map((touch, place) => (
        <li key={place} style={{ "--stage": colour(touch) } as CSSProperties}>
          <span className="chip">{name(touch)}</span>
        </li>
      ))}
    </ol>
  );
}

function Figures({ path, answer }: { path: Path; answer: Shown["answer"] }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const conversion = labelOf(answer.conversion_label, language, answer.conversion);
  return (
    <div className="path-figures">
      <span>
        {number(path.persons, language)} {text.people}
      </span>
      <span>{fill(words.conversions, { count: number(path.conversions, language), conversion })}</span>
      <span>
        {text.revenue} {money(Number(path.value), answer.currency, language)}
      </span>
      <span>{fill(words.time, { time: span(path.median_seconds, language) })}</span>
    </div>
  );
}
