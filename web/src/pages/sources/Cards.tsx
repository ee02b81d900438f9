/** Each source as a card: whether it sends, its week as small bars, what of it was rejected. */
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { fill, useLanguage, useTexts } from "../../i18n/language";
import { moment, number, percent, shortDay } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { useZone } from "../../state/shop";
import type { KeySource, Source } from "./queries";
import { texts } from "./text";

const HEIGHT = 44;
const BAR = 26;
const GAP = 6;
/** So many cards at first: the line to copy must not be screens away. */
const FEW = 4;

/** The same by write key: who shares a source's name is told apart by the key. */
export function KeyCards({ list }: { list: KeySource[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  const ordered = list.toSorted((a, b) => b.sent.events - a.sent.events);
  const shown = all ? ordered : ordered.slice(0, FEW);
  return (
    <Stack gap="sm">
      <ul className="sources-cards" data-by-key>
        {shown.map(({ key, name, kind, sent }) => (
          <Card key={key} source={sent} title={name} kind={t.kinds[kind as keyof typeof t.kinds]} />
        ))}
      </ul>
      {shown.length < ordered.length && (
        <Button variant="subtle" w="fit-content" onClick={() => setAll(true)}>
          {fill(t.allKeys, { count: number(ordered.length, language) })}
        </Button>
      )}
    </Stack>
  );
}

export function Cards({ list }: { list: Source[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  if (list.length === 0)
    return (
      <Group gap="lg" className="card sources-empty">
        <Sketch />
        <Stack gap={4}>
          <Text fw={600}>{t.none}</Text>
          <Text c="var(--quiet)">{t.noneHint}</Text>
        </Stack>
      </Group>
    );
  const shown = all ? inOrder(list) : inOrder(list).slice(0, FEW);
  return (
    <Stack gap="sm">
      <ul className="sources-cards">
        {shown.map((source) => (
          <Card key={source.source} source={source} />
        ))}
      </ul>
      {shown.length < list.length && (
        <Button variant="subtle" w="fit-content" onClick={() => setAll(true)}>
          {fill(t.allSources, { count: number(list.length, language) })}
        </Button>
      )}
    </Stack>
  );
}

/** Who sends now stands first, of those who sends most. */
function inOrder(list: Source[]): Source[] {
  const rank: Record<string, number> = { live: 0, quiet: 1, silent: 2 };
  return list.toSorted((a, b) => (rank[a.health] ?? 2) - (rank[b.health] ?? 2) || b.events - a.events);
}

function Card({ source, title, kind }: { source: Source; title?: string; kind?: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const zone = useZone();
  const share = source.rejected_share;
  const to = { ...shared(search), source: source.source } as never;
  return (
    <li className="card" data-source={source.source}>
      <Stack gap="xs">
        <div>
          <Title order={3} size="h4">
            {title ?? t.names[source.source] ?? source.source}
          </Title>
          {kind !== undefined && (
            <Text size="sm" c="var(--quiet)">
              {kind}
            </Text>
          )}
          <Health health={source.last_at === null ? "waiting" : (source.health as "live" | "quiet" | "silent")} />
        </div>
        <Week source={source} />
        <Text size="sm">
          {source.last_at === null ? t.never : fill(t.last, { moment: moment(source.last_at, language, zone) })}
          <br />
          {fill(source.events === 1 ? t.event : t.events, { count: number(source.events, language) })}
          {title !== undefined && (
            <>
              <br />
              {fill(t.today, { count: number(source.days.at(-1)?.kept ?? 0, language) })}
            </>
          )}
          {share !== null && (
            <>
              <br />
              {share > 0 ? fill(t.rejectedShare, { share: percent(share, language) }) : t.nothingRejected}
            </>
          )}
        </Text>
        <Group gap="md">
          {title === undefined && (
            <Anchor component={Link} to="/live" search={to} size="sm">
              {t.toLive}
            </Anchor>
          )}
          {share !== null && share > 0 && (
            <Anchor component={Link} to="/rejected" search={shared(search) as never} size="sm">
              {t.toRejected}
            </Anchor>
          )}
        </Group>
      </Stack>
    </li>
  );
}

/** Filled: it sends; half: quiet for a day; hollow: silent for a week, or nothing ever came. Never colour alone. */
function Health({ health }: { health: "live" | "quiet" | "silent" | "waiting" }) {
  const t = useTexts(texts);
  return (
    <Group gap={6} wrap="nowrap" className="source-health" data-health={health}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        {health === "live" && <circle cx="6" cy="6" r="4.6" fill="currentColor" />}
        {health === "quiet" && <path d="M6 1.4 A4.6 4.6 0 0 0 6 10.6 Z" fill="currentColor" />}
      </svg>
      <Text size="sm" component="span">
        {t.health[health]}
      </Text>
    </Group>
  );
}

function Week({ source }: { source: Source }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const most = Math.max(1, ...source.days.map((day) => day.kept + day.rejected));
  const sum = (of: "kept" | "rejected") =>
    number(source.days.reduce((total, day) => total + day[of], 0), language);
  const tall = (events: number) => (events === 0 ? 0 : Math.max(2, (HEIGHT * events) / most));
  return (
    <svg
      className="source-week"
      viewBox={`0 0 ${source.days.length * (BAR + GAP) - GAP} ${HEIGHT + 1}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={fill(t.week, { kept: sum("kept"), rejected: sum("rejected") })}
    >
      {source.days.map((day, place) => {
        const kept = tall(day.kept);
        const lost = tall(day.rejected);
        return (
          <g key={day.day} transform={`translate(${place * (BAR + GAP)} 0)`}>
            <title>
              {fill(t.weekDay, {
                day: shortDay(day.day, language),
                kept: number(day.kept, language),
                rejected: number(day.rejected, language),
              })}
            </title>
            <rect width={BAR} y={HEIGHT} height={1} className="week-ground" />
            <rect width={BAR} y={HEIGHT - kept} height={kept} className="week-kept" />
            <rect width={BAR} y={HEIGHT - kept - lost} height={lost} className="week-lost" />
          </g>
        );
      })}
    </svg>
  );
}

/** A shop, a line, a map: what one line does. */
function Sketch() {
  return (
    <svg viewBox="0 0 160 60" width="160" height="60" aria-hidden="true" className="sources-sketch">
      <rect x="4" y="12" width="44" height="36" rx="4" />
      <path d="M4 22h44M12 32h16M12 39h10" />
      <path d="M52 30h48" strokeDasharray="2 6" />
      <circle cx="76" cy="30" r="3" className="sketch-dot" />
      <path d="M108 44c8-26 18-4 24-16s10-14 20-14" />
      <circle cx="108" cy="44" r="3" />
      <circle cx="152" cy="14" r="3" className="sketch-dot" />
    </svg>
  );
}
