/** What may be chosen about paths: where they begin or lead, how long they are, how many are listed. */
import { Group, NativeSelect, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { question } from "../../api/queries";
import { CollapseChoice, LevelChoice, UnitChoice, USUAL } from "../../components/SequenceChoices";
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import { one, scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

export const STEPS = ["2", "3", "4", "5", "6", "8", "10", "15", "20"];
export const TOPS = ["10", "25", "50", "100", "200"];
export const USUAL_STEPS = "5";
export const USUAL_TOP = "25";

export function Choices() {
  const words = useTexts(texts);
  const { search, put } = useAddress();
  return (
    <Group gap="md" align="flex-end">
      <LevelChoice forget={{ after: undefined, before: undefined }} />
      <UnitChoice name="per" />
      <Anchor name="after" label={words.after} without={words.anywhere} />
      <Anchor name="before" label={words.before} without={words.anyEnd} />
      <Amount name="steps" label={words.steps} usual={USUAL_STEPS} known={STEPS} />
      <Amount name="top" label={words.top} usual={USUAL_TOP} known={TOPS} />
      <CollapseChoice />
      <SegmentedControl
        aria-label={words.reading}
        value={one(search, "view") === "tree" ? "tree" : "list"}
        onChange={(view) => put({ view: view === "tree" ? "tree" : undefined })}
        data={[
          { value: "list", label: words.list },
          { value: "tree", label: words.tree },
        ]}
      />
    </Group>
  );
}

/** A name that occurs, by its label; the names are those of the flow at the same level. */
function Anchor({ name, label, without }: { name: "after" | "before"; label: string; without: string }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { search, put } = useAddress();
  const { name: shop } = useReady();
  const asked = {
    ...scopeOf(search),
    level: one(search, "level") ?? USUAL.level,
    within: one(search, "per") ?? USUAL.unit,
    collapse: "true",
  };
  const nodes = useQuery(question(shop, "flow", asked)).data?.nodes ?? [];
  const chosen = one(search, name);
  const known = nodes
    .filter((node) => !node.name.startsWith("("))
    .map((node) => ({ value: node.name, label: labelOf(node.label, language, node.name) }));
  const missing = chosen !== undefined && !known.some((one) => one.value === chosen);
  return (
    <Select
      label={label}
      placeholder={without}
      searchable
      clearable
      clearButtonProps={{ "aria-label": without }}
      nothingFoundMessage={words.nothing}
      value={chosen ?? null}
      onChange={(value) => put({ [name]: value ?? undefined })}
      data={missing ? [...known, { value: chosen, label: chosen }] : known}
      w={200}
    />
  );
}

function Amount(props: { name: "steps" | "top"; label: string; usual: string; known: string[] }) {
  const { search, put } = useAddress();
  const chosen = one(search, props.name) ?? props.usual;
  const data = props.known.includes(chosen) ? props.known : [...props.known, chosen];
  return (
    <NativeSelect
      label={props.label}
      value={chosen}
      onChange={(event) => put({ [props.name]: event.currentTarget.value })}
      data={data}
    />
  );
}
