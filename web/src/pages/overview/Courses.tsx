/** The most frequent courses before a purchase, each as a drawn line: a station a touchpoint, in its stage's colour. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";

import { eventWords, type Params, question } from "../../api/queries";
import { Opens } from "../../components/Figure";
import { Section } from "../../components/Page";
import { usePalette } from "../../components/palette";
import { Asked } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number, percent } from "../../i18n/numbers";
import { one, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

export function Courses({ params, stages }: { params: Params; stages: string[] }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const palette = usePalette();
  const { search } = useAddress();
  const { name, shop } = useReady();
  const conversion = one(search, "conversion") ?? shop.conversion;
  const words = useQuery(eventWords(name));
  const goal = words.data?.find((word) => word.name === conversion)?.touchpoint;
  const asking = {
    ...params,
    level: goal ? "touchpoint" : "event",
    per: "journey",
    before: goal || conversion,
    steps: 6,
    top: 5,
    collapse: true,
  };
  const asked = useQuery({ ...question(name, "paths", asking), enabled: !words.isPending });
  const shown = { level: asking.level, per: asking.per, before: asking.before, steps: "6", collapse: "true" };
  const colour = (stage: string | undefined) =>
    stage === undefined || !stages.includes(stage)
      ? "var(--quiet)"
      : (palette[stages.indexOf(stage) % palette.length] ?? "var(--quiet)");
  return (
    <Section title={t.courses}>
      <Asked query={asked}>
        {(answer) =>
          answer.paths.length === 0 ? (
            <Text c="var(--quiet)">{t.noCourses}</Text>
          ) : (
            <ul className="courses" aria-busy={asked.isFetching}>
              {answer.paths.map((path) => (
                <li key={path.path.join(" ")}>
                  <Opens
                    title={t.course}
                    className="course-count"
                    way={{
                      definition: fill(t.courseHint, { share: percent(path.share, language) }),
                      analysis: "paths",
                      params: asking,
                      basis: answer.basis,
                      people: { part: "path", path: path.path },
                      page: { path: "/paths", search: shown },
                    }}
                  >
                    {number(path.count, language)} × · {percent(path.share, language)}
                  </Opens>
                  <ol className="course">
                    {path.path.map((station, place) => (
                      // A course may meet a touchpoint twice: its place makes it one of a kind.
                      <li
                        key={`${place}-${station}`}
                        style={{ "--stage": colour(answer.stages[station]) } as CSSProperties}
                      >
                        {labelOf(answer.labels[station], language, station)}
                      </li>
                    ))}
                  </ol>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </Section>
  );
}
