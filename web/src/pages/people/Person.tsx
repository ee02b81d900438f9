/** Eine Person: who they are, what they did and got, visit by visit and order by order. Masked until opened. */
import "./people.css";

import { Anchor, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { BasisLine } from "../../components/Evidence";
import { Masking, useOpened } from "../../components/Masking";
import { Notes } from "../../components/Notes";
import { Page, Section } from "../../components/Page";
import { Asked, Failed } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { one, shared, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { WhyOne } from "../identity/WhyOne";
import { openPerson, type PersonPage, personPage } from "./ask";
import { Consent } from "./Consent";
import { Head } from "./Head";
import { Journeys } from "./Journeys";
import { texts } from "./text";
import { Timeline } from "./Timeline";

export default function Person() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search, path } = useAddress();
  const { name } = useReady();
  const person = decodeURIComponent(path.replace(/\/+$/, "").split("/").at(-1) ?? "");
  const stages = one(search, "stages");
  const query = useQuery(personPage(name, person, stages));
  const opened = useOpened(person, query, () => openPerson(name, person, stages));
  const page = opened.page;
  return (
    <Page
      title={page ? (page.called ?? page.known ?? t.knownBy[page.known_by] ?? t.person) : t.person}
      sentence={page?.sentences[language]}
      busy={query.isFetching && !query.isPending}
      actions={
        <Group gap="xs" className="no-print">
          <Anchor component={Link} to="/people" search={shared(search) as never}>
            <Group gap={4} component="span">
              <IconArrowLeft size={18} aria-hidden="true" />
              {t.toPeople}
            </Group>
          </Anchor>
          {page && (
            <Masking
              words={t}
              opened={page.opened}
              open={opened.open}
              close={opened.close}
              pending={opened.pending}
            />
          )}
        </Group>
      }
    >
      {opened.error && <Failed error={opened.error} retry={opened.open} />}
      <Asked query={query}>{(answer) => <Known page={page ?? answer} />}</Asked>
    </Page>
  );
}

function Known({ page }: { page: PersonPage }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const { language } = useLanguage();
  return (
    <Stack gap="lg">
      <Head page={page} />
      {page.journeys.length > 0 && (
        <Section title={t.journeys}>
          <Journeys page={page} />
        </Section>
      )}
      <WhyOne person={page.person} />
      <Section title={t.timeline}>
        {page.left_out > 0 && <p className="hint">{fill(t.leftOut, { count: number(page.left_out, language) })}</p>}
        <Timeline page={page} />
      </Section>
      <Consent person={page.person} />
      <Notes name={name} person={String(page.person)} />
      <BasisLine basis={page.basis} />
    </Stack>
  );
}
