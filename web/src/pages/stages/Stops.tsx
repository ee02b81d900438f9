/** Where journeys end without a conversion: one bar a stage, the one that stands out named with its certainty. */
import { Text } from "@mantine/core";
import type { CSSProperties } from "react";

import type { Schemas } from "../../api/client";
import { Opens, type Way } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number, percent } from "../../i18n/numbers";
import { texts } from "./text";

type Props = { answer: Schemas["Stages"]; wayOf: (name: string) => Way };

export function Stops({ answer, wayOf }: Props) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const palette = usePalette();
  return (
    <>
      <Text size="sm" c="var(--quiet)">
        {words.stopsHint} {fill(words.running, { open: number(answer.open, language) })}
      </Text>
      <ul className="stops">
        {answer.stages.map((stage, place) => (
          <li
            key={stage.name}
            style={
              {
                "--stage": palette[place % palette.length],
                "--share": `${100 * (stage.stop_share ?? 0)}%`,
              } as CSSProperties
            }
            data-stops={stage.stops}
          >
            <span>{labelOf(stage.label, language, stage.name)}</span>
            <span className="stops-bar-room" aria-hidden="true">
              <span className="stops-bar" style={{ display: "block" }} />
            </span>
            <span>
              <Opens title={labelOf(stage.label, language, stage.name)} way={wayOf(stage.name)}>
                <strong>{stage.stop_share === null ? "–" : percent(stage.stop_share, language)}</strong>
              </Opens>{" "}
              <Text component="span" size="sm" c="var(--quiet)">
                {fill(words.stopsOf, {
                  stops: number(stage.stops, language),
                  ended: number(stage.ended, language),
                })}
              </Text>
              {answer.stops_most?.name === stage.name && <Certainty most={answer.stops_most} />}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Certainty({ most }: { most: Schemas["StageStop"] }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const how = fill(most.certain ? words.certain : words.chance, { typical: percent(most.typical, language) });
  return (
    <Text size="sm" data-most={most.name}>
      {words.most} · {how}
    </Text>
  );
}
