/** A person's journeys as bands of stages: colour by stage, width by touches; open ones end in a dotted edge. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";

import type { Schemas } from "../../api/client";
import { stageModels } from "../../api/queries";
import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import type { PersonPage } from "./ask";
import { texts } from "./text";
import { useClock } from "./when";

type Journey = Schemas["PersonJourney"];

export function Journeys({ page }: { page: PersonPage }) {
  const { name } = useReady();
  const model = useQuery(stageModels(name)).data?.find((one) => one.key === page.model);
  const order = model?.stages.map((stage) => stage.key) ?? [];
  return (
    <ol className="journeys">
      {page.journeys.map((journey) => (
        <li key={journey.journey}>
          <JourneyBand journey={journey} order={order} />
        </li>
      ))}
    </ol>
  );
}

function JourneyBand({ journey, order }: { journey: Journey; order: string[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const palette = usePalette();
  const { day } = useClock();
  const colour = (stage: string) => palette[Math.max(0, order.indexOf(stage)) % palette.length] ?? "var(--line)";
  const says = [
    fill(t.journeySpan, { from: day(journey.started_at), to: day(journey.ended_at) }),
    journey.open ? t.running : t.over,
    journey.converted_at ? fill(t.converted, { day: day(journey.converted_at) }) : "",
  ].filter(Boolean);
  return (
    <>
      <Text size="sm">
        <strong>{fill(t.journey, { number: journey.journey })}</strong> · {says.join(" · ")}
      </Text>
      <ol className={journey.open ? "stays stays-open" : "stays"} aria-label={t.band}>
        {journey.stays.map((stay) => (
          <li
            key={`${stay.stage}${stay.started_at}`}
            style={{ "--stage": colour(stay.stage), flexGrow: stay.touches } as CSSProperties}
            title={`${labelOf(stay.label, language, stay.stage)}: ${fill(t.touchesCount, { count: stay.touches })}`}
          >
            <span className="stay-road" />
            <span className="stay-name">{labelOf(stay.label, language, stay.stage)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
