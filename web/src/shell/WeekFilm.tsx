/** The year as a film: a slider over the weeks of the data; the page shows the week that is chosen, and plays. */
import { ActionIcon, Button, Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { question } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { number, shortDay } from "../i18n/numbers";
import { one, useAddress } from "../state/address";
import { useReady } from "../state/shop";

const WIDTH = 1000;
const HEIGHT = 34;
/** So long a week stands when the film plays: time to look at it. */
const WEEK_MS = 1400;

/** A button that opens the film; the film takes a line of its own below the selection. */
export function WeekFilm() {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  if (one(search, "film") !== undefined) return <Film />;
  return (
    <Button variant="subtle" onClick={() => put({ film: "weeks" })}>
      {text.film}
    </Button>
  );
}

function Film() {
  const { text, language } = useLanguage();
  const { search, put } = useAddress();
  const { name } = useReady();
  const weeks = useQuery(question(name, "calendar", { every: "week" })).data?.parts ?? [];
  const from = one(search, "from");
  const found = weeks.findIndex((week) => from !== undefined && week.to >= from);
  const place = found >= 0 && one(search, "to") === weeks[found]?.to ? found : undefined;
  const show = (next: number) => {
    const week = weeks[next];
    if (week) put({ from: week.from, to: week.to });
  };
  const [playing, setPlaying] = usePlaying(place ?? -1, weeks.length, show);
  const shown = place === undefined ? undefined : weeks[place];
  const most = Math.max(1, ...weeks.map((week) => week.visits));
  return (
    <Group className="film" gap="sm" wrap="nowrap" align="center">
      <ActionIcon
        size="lg"
        variant="default"
        aria-label={playing ? text.pause : text.play}
        onClick={() => setPlaying(!playing)}
      >
        {playing ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
      </ActionIcon>
      <div className="film-weeks">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {weeks.map((week, at) => (
            <rect
              key={week.from}
              x={(WIDTH * at) / weeks.length + 1}
              width={WIDTH / weeks.length - 2}
              y={HEIGHT * (1 - week.visits / most)}
              height={HEIGHT * (week.visits / most)}
              className={at === place ? "film-here" : "film-week"}
            />
          ))}
        </svg>
        <input
          type="range"
          min={0}
          max={Math.max(0, weeks.length - 1)}
          value={place ?? 0}
          aria-label={text.week}
          aria-valuetext={shown && `${shortDay(shown.from, language)} – ${shortDay(shown.to, language)}`}
          onChange={(event) => show(Number(event.currentTarget.value))}
        />
      </div>
      <span className="film-said" aria-live="off">
        {shown
          ? `${shortDay(shown.from, language)} – ${shortDay(shown.to, language)} · ${number(shown.visits, language)} ${text.units.visit}`
          : text.filmHint}
      </span>
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={text.filmEnd}
        onClick={() => put({ film: undefined, from: undefined, to: undefined })}
      >
        <IconX size={18} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}

/** Playing shows week after week until the last one. */
function usePlaying(place: number, count: number, show: (next: number) => void) {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    if (place >= count - 1) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => show(place + 1), WEEK_MS);
    return () => clearTimeout(timer);
  });
  return [playing, setPlaying] as const;
}
