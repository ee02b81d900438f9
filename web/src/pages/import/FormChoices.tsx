/** What is asked about a file as a whole: content, template, zone, currency, equal rows. */
import { Checkbox, Group, NativeSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/Checkbox.css";

import type { Schemas } from "../../api/client";
import { fill, useTexts } from "../../i18n/language";
import { CURRENCIES, ZONES } from "../../i18n/known";
import { texts } from "./text";
import { NO_WISH, type Wish } from "./uploads";

type Props = { shown: Schemas["Inspection"]; wish: Wish; change: (wish: Wish) => void };
type Kind = Wish["kind"] | "accounts";

/** What a file holds: events, advertising figures, companies. */
export function Kinds({ kind, choose }: { kind: Kind; choose: (kind: Kind) => void }) {
  const words = useTexts(texts);
  return (
    <SegmentedControl
      aria-label={words.kind}
      data={[
        { value: "events", label: words.events },
        { value: "advertising", label: words.advertising },
        { value: "accounts", label: words.companies },
      ]}
      value={kind}
      onChange={(chosen) => choose(chosen as Kind)}
    />
  );
}

export function FormChoices({ shown, wish, change, companies }: Props & { companies: () => void }) {
  const words = useTexts(texts);
  const found = shown.template !== "" && wish.template === "" ? words.templates[shown.template] : "";
  return (
    <Stack gap="sm">
      {shown.format !== "combined" && (
        <Group align="flex-end" gap="md">
          <Kinds kind={wish.kind} choose={(kind) => (kind === "accounts" ? companies() : change({ ...NO_WISH, kind }))} />
          {wish.kind === "events" && <Template shown={shown} wish={wish} change={change} />}
        </Group>
      )}
      {found && <Text c="var(--quiet)">{fill(words.templateFound, { template: found })}</Text>}
      <Group align="flex-end" gap="md">
        {shown.zone_needed && (
          <NativeSelect
            label={words.zone}
            description={words.zoneHint}
            value={shown.zone}
            data={ZONES}
            onChange={(event) => change({ ...wish, timezone: event.currentTarget.value })}
          />
        )}
        {(shown.currency_needed || wish.currency !== "") && (
          <NativeSelect
            label={words.currency}
            description={words.currencyHint}
            value={wish.currency}
            data={[{ value: "", label: words.currencyChoose }, ...CURRENCIES]}
            onChange={(event) => change({ ...wish, currency: event.currentTarget.value })}
          />
        )}
      </Group>
      {wish.kind === "events" && (
        <Checkbox
          label={words.dedupe}
          checked={wish.dedupe}
          onChange={(event) => change({ ...wish, dedupe: event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
}

function Template({ shown, wish, change }: Props) {
  const words = useTexts(texts);
  const data = Object.entries(words.templates).map(([value, label]) => ({ value, label }));
  // To map by hand is said by saying every column; else a recognised template would come back.
  const byHand = () => {
    const roles = shown.columns.map((column) => [column.name, column.role]);
    change({ ...wish, template: "", columns: Object.fromEntries(roles) });
  };
  return (
    <NativeSelect
      label={words.template}
      value={shown.template}
      data={data}
      onChange={(event) => {
        const template = event.currentTarget.value;
        if (template === "") byHand();
        else change({ ...wish, template, columns: {} });
      }}
    />
  );
}
