/** Eine Firma: what is known of it, its Buying Center, its way as a line a person, orders, what staff did in its name. */
import "../people/people.css";
import "./accounts.css";

import { Anchor, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Refusal } from "../../api/client";
import { BasisLine } from "../../components/Evidence";
import { Masking, useOpened } from "../../components/Masking";
import { Notes } from "../../components/Notes";
import { Page, Section } from "../../components/Page";
import { Asked, Failed } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { one, shared, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { OrderBlock } from "../people/OrderBlock";
import { Attributes, NewAccount } from "./Attributes";
import { type AccountPage, accountPage, openAccount } from "./ask";
import { Company } from "./Company";
import { Course } from "./Course";
import { Head } from "./Head";
import { History } from "./History";
import { Members } from "./Members";
import { Staff } from "./Staff";
import { texts } from "./text";

export default function Account() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search, path } = useAddress();
  const { name } = useReady();
  const account = decodeURIComponent(path.replace(/\/+$/, "").split("/").at(-1) ?? "");
  const stages = one(search, "stages");
  const query = useQuery(accountPage(name, account, stages));
  const opened = useOpened(account, query, () => openAccount(name, account, stages));
  const page = opened.page;
  const unknown = query.error instanceof Refusal && query.error.status === 404;
  return (
    <Page
      title={page?.name ?? account}
      sentence={page?.sentences[language]}
      busy={query.isFetching && !query.isPending}
      actions={
        <Group gap="xs" className="no-print">
          <Anchor component={Link} to="/accounts" search={shared(search) as never}>
            <Group gap={4} component="span">
              <IconArrowLeft size={18} aria-hidden="true" />
              {t.toAccounts}
            </Group>
          </Anchor>
          {page && page.members.length > 0 && (
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
      {unknown && one(search, "edit") ? (
        <NewAccount account={account} />
      ) : (
        <Asked query={query}>{(answer) => <Known page={page ?? answer} />}</Asked>
      )}
    </Page>
  );
}

function Known({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { name } = useReady();
  return (
    <Stack gap="lg">
      <Head page={page} />
      <Attributes page={page} />
      <Section title={t.course}>
        <Course page={page} />
      </Section>
      <Section title={t.buyingCenter}>
        <Members page={page} />
      </Section>
      <Section title={t.placed}>
        {page.placed.length === 0 && <p className="hint">{t.noOrders}</p>}
        {page.placed.map((order) => (
          <OrderBlock key={`${order.order}${order.ordered_at}`} order={order} />
        ))}
        {page.left_out > 0 && (
          <p className="hint">{fill(t.leftOutEvents, { count: number(page.left_out, language) })}</p>
        )}
      </Section>
      {page.staff_sessions.length > 0 && (
        <Section title={t.staff}>
          <Staff page={page} />
        </Section>
      )}
      <Company page={page} />
      <Notes name={name} account={page.account} />
      <Section title={t.history}>
        <History page={page} />
      </Section>
      <BasisLine basis={page.basis} />
    </Stack>
  );
}
