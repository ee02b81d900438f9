/** Datenschutz: what is stored about people, for what, how long; who asked, who looked, what leaves as a file. */
import "./privacy.css";
import { Alert, Button, Group, Switch, Text } from "@mantine/core";
import "@mantine/core/styles/Switch.css";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { Page, Section } from "../../components/Page";
import { Asked, reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useMay, useShopName } from "../../state/shop";
import { change, type PrivacyState, privacy } from "./ask";
import { ConsentBar } from "./ConsentBar";
import { Fields } from "./Fields";
import { Openings } from "./Openings";
import { Purposes } from "./Purposes";
import { Requests } from "./Requests";
import { SettingHistory } from "./SettingHistory";
import { Times } from "./Times";
import { texts } from "./text";

export default function Privacy() {
  const t = useTexts(texts);
  const name = useShopName();
  return (
    <Page title={t.title} actions={name !== undefined && <Record name={name} />}>
      <Text className="sentence">{t.lead}</Text>
      {name === undefined ? <Alert variant="light">{t.noShop}</Alert> : <Of name={name} />}
    </Page>
  );
}

function Of({ name }: { name: string }) {
  const t = useTexts(texts);
  const query = useQuery(privacy(name));
  const editor = useMay("editor");
  const owner = useMay("owner");
  return (
    <Asked query={query}>
      {(state) => (
        <>
          <Section title={t.consent}>
            <ConsentBar share={state.consent} />
            <Purposes state={state} />
            <Switches name={name} state={state} />
          </Section>
          <Section title={t.requests}>
            {editor ? <Requests name={name} /> : <Text c="var(--quiet)">{t.onlyEditors}</Text>}
          </Section>
          <Section title={t.times}>
            <Times name={name} rows={state.retention} />
          </Section>
          <Section title={t.settingChanges}>
            <SettingHistory name={name} />
          </Section>
          <Section title={t.fields}>
            <Fields state={state} />
          </Section>
          <Section title={t.openings}>
            {owner ? <Openings name={name} /> : <Text c="var(--quiet)">{t.onlyOwners}</Text>}
          </Section>
        </>
      )}
    </Asked>
  );
}

/** What an owner decides about originals and about the past. */
function Switches({ name, state }: { name: string; state: PrivacyState }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const client = useQueryClient();
  const may = useMay("owner");
  const set = useMutation({
    mutationFn: (body: Parameters<typeof change>[1]) => change(name, body),
    onSuccess: (fresh) => {
      client.setQueryData(privacy(name).queryKey, fresh);
      return client.invalidateQueries({ queryKey: ["privacy", name, "settings"] });
    },
  });
  return (
    <>
      <Switch
        label={t.withdrawalPast}
        description={t.withdrawalPastHint}
        checked={state.withdrawal_past}
        disabled={!may || set.isPending}
        onChange={(event) => set.mutate({ withdrawal_past: event.currentTarget.checked })}
      />
      <Switch
        label={t.keepUntold}
        description={t.keepUntoldHint}
        checked={state.keep_untold}
        disabled={!may || set.isPending}
        onChange={(event) => set.mutate({ keep_untold: event.currentTarget.checked })}
      />
      {set.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(set.error, text)}
        </Alert>
      )}
    </>
  );
}

/** The draft of a record of processing, from the live settings. */
function Record({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const address = (format: string) =>
    `/api/shops/${encodeURIComponent(name)}/privacy/record?format=${format}&language=${language}`;
  return (
    <Group gap="xs" className="no-print">
      {(["html", "md"] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={address(format)}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden="true" />}
        >
          {t.record[format]}
        </Button>
      ))}
    </Group>
  );
}
