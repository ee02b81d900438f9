/** Tour: its stops as questions, to begin, to go on, or to open any of them; and the demo made new. */
import "./tour.css";

import { Button, Group, Text, UnstyledButton } from "@mantine/core";

import { Page, Section } from "../../components/Page";
import { Loading } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { pageAt } from "../../pages";
import { useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { useTour } from "../../state/tour";
import { Reset } from "./Reset";
import { texts } from "./text";

export default function Tour() {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const { shop } = useReady();
  const tour = useTour();
  const { go } = useAddress();
  const owner = useMay("owner");
  if (!shop.demo)
    return (
      <Page title={t.tour}>
        <Text>{t.onlyDemo}</Text>
      </Page>
    );
  if (tour.stops.length === 0) return <Loading />;
  return (
    <Page title={t.tour} sentence={t.lead}>
      <Group>
        <Button onClick={() => tour.visit(0)}>{t.start}</Button>
        {tour.left !== undefined && tour.left > 0 && (
          <Button variant="default" onClick={() => tour.visit(tour.left ?? 0)}>
            {fill(t.resume, { at: tour.left + 1, of: tour.stops.length })}
          </Button>
        )}
        {pageAt("/first-steps") && (
          <Button variant="subtle" onClick={() => go("/first-steps", { tour: undefined })}>
            {t.own}
          </Button>
        )}
      </Group>
      <Section title={t.stops}>
        <ol className="tour-list">
          {tour.stops.map((stop, place) => (
            <li key={stop.number}>
              <UnstyledButton onClick={() => tour.visit(place)} data-stop={stop.number}>
                {stop.question[language]}
              </UnstyledButton>
            </li>
          ))}
        </ol>
      </Section>
      {owner && <Reset />}
    </Page>
  );
}
