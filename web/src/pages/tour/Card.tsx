/** The card of a stop: question, the answer computed now, what to try, why to trust it; by keyboard too. */
import "./tour.css";

import { Button, CloseButton, Group, Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { tourAnswer } from "../../api/queries";
import { Asked } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { useShopName } from "../../state/shop";
import { type Journey, useTour } from "../../state/tour";
import { texts } from "./text";

export default function Card() {
  const tour = useTour();
  const { at } = tour;
  return at === undefined ? null : <StopCard tour={tour} at={at} />;
}

function StopCard({ tour, at }: { tour: Journey; at: number }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const stop = tour.stops[at];
  const name = useShopName() ?? "";
  const answer = useQuery(tourAnswer(name, stop?.number ?? 0));
  const heading = useRef<HTMLHeadingElement>(null);
  useKeys(tour, at);
  useEffect(() => {
    document.documentElement.classList.add("on-tour");
    return () => document.documentElement.classList.remove("on-tour");
  }, []);
  useEffect(() => {
    // After the page has taken the focus for its own arrival.
    const later = setTimeout(() => {
      heading.current?.focus({ preventScroll: true });
      // On a phone the card takes half of the screen: what it speaks of stands above it.
      if (window.matchMedia("(max-width: 48em)").matches)
        document.querySelector("#content h1")?.scrollIntoView({ block: "start" });
    }, 60);
    return () => clearTimeout(later);
  }, [at]);
  if (stop === undefined) return null;
  return (
    <Paper component="aside" className="tour-card" aria-label={t.tour} data-tour={stop.number} shadow="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Title order={2} size="h4" ref={heading} tabIndex={-1} className="tour-question">
          {stop.question[language]}
        </Title>
        <CloseButton onClick={tour.leave} aria-label={t.leave} title={t.leave} />
      </Group>
      <div className="tour-body" tabIndex={0} role="group" aria-label={stop.question[language] ?? ""}>
        <Asked query={answer} label={t.computing}>
          {(told) => (
            <Text className="tour-answer" data-tour-answer>
              {told.said[language]}
            </Text>
          )}
        </Asked>
        <Text size="sm">
          <strong>{t.try}</strong> {stop.try_this[language]}
        </Text>
        <Text size="sm" c="var(--quiet)">
          {stop.trust[language]}
        </Text>
      </div>
      <Steps tour={tour} at={at} />
    </Paper>
  );
}

function Steps({ tour, at }: { tour: Journey; at: number }) {
  const t = useTexts(texts);
  const { go } = useAddress();
  const last = at === tour.stops.length - 1;
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Button variant="default" disabled={at === 0} onClick={() => tour.visit(at - 1)}>
        {t.back}
      </Button>
      <ol className="tour-dots" aria-label={fill(t.place, { at: at + 1, of: tour.stops.length })}>
        {tour.stops.map((stop, place) => (
          <li key={stop.number} aria-current={place === at ? "step" : undefined} />
        ))}
      </ol>
      {last ? (
        <Button onClick={() => go("/tour", { tour: undefined })}>{t.finish}</Button>
      ) : (
        <Button onClick={() => tour.visit(at + 1)}>{t.next}</Button>
      )}
    </Group>
  );
}

/** Arrow keys go on and back, Escape leaves; never while somebody types, chooses or has a drawer open. */
function useKeys(tour: Journey, at: number) {
  const present = useRef({ tour, at });
  present.current = { tour, at };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("input, select, textarea, [role=slider], [role=tab], [contenteditable]")) return;
      if (document.querySelector("[aria-modal=true]")) return;
      const { tour: here, at: place } = present.current;
      if (event.key === "ArrowRight") here.visit(place + 1);
      else if (event.key === "ArrowLeft") here.visit(place - 1);
      else if (event.key === "Escape") here.leave();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
