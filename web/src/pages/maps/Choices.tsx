/** What may be chosen on the map page. Every choice is written into the address. */
import { Button, Group, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import type { Schemas } from "../../api/client";
import { stageModels, type View } from "../../api/queries";
import { useLanguage } from "../../i18n/language";

type Props = { name: string; view: View; shop: Schemas["ShopOverview"] };

export function Choices({ name, view, shop }: Props) {
  const { text, language } = useLanguage();
  const navigate = useNavigate();
  const models = useQuery(stageModels(name)).data ?? [];
  const chosen = view.stages ?? shop.model;
  const loop = view.loop ?? models.find((model) => model.key === chosen)?.loop ?? false;
  const go = (change: Partial<View>) =>
    void navigate({ to: "/maps", search: { ...view, ...change }, replace: true });
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label={text.stageModel}
        value={chosen}
        onChange={(event) => go({ stages: event.currentTarget.value, loop: undefined })}
        data={models.map((model) => ({ value: model.key, label: model.name[language] ?? model.key }))}
      />
      <Day
        label={text.from}
        value={view.from ?? shop.first_day ?? ""}
        choose={(from) => go({ from })}
      />
      <Day label={text.to} value={view.to ?? shop.last_day ?? ""} choose={(to) => go({ to })} />
      {(view.from ?? view.to) !== undefined && (
        <Button variant="subtle" onClick={() => go({ from: undefined, to: undefined })}>
          {text.wholePeriod}
        </Button>
      )}
      <SegmentedControl
        aria-label={text.shape}
        value={loop ? "loop" : "line"}
        onChange={(shape) => go({ loop: shape === "loop" })}
        data={[
          { value: "line", label: text.line },
          { value: "loop", label: text.loop },
        ]}
      />
    </Group>
  );
}

function Day(props: { label: string; value: string; choose: (day: string | undefined) => void }) {
  return (
    <TextInput
      type="date"
      label={props.label}
      value={props.value}
      onChange={(event) => props.choose(event.currentTarget.value || undefined)}
    />
  );
}
