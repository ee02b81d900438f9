/** The steps of the funnel: picked from the shop's real events, in an order that can be changed. */
import { ActionIcon, Group, NativeSelect, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";

import type { Schemas } from "../../api/client";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { texts } from "./text";

type Props = {
  steps: string[];
  words: Schemas["EventWordView"][];
  choose: (steps: string[]) => void;
};

export function Steps({ steps, words, choose }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const label = (name: string) =>
    labelOf(words.find((word) => word.name === name)?.label, language, name);
  const others = words
    .filter((word) => !steps.includes(word.name))
    .map((word) => ({ value: word.name, label: label(word.name) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  return (
    <Group component="section" aria-label={t.steps} gap="xs" align="center">
      <ol className="steps">
        {steps.map((name, place) => (
          <Step
            key={name}
            label={label(name)}
            place={place}
            steps={steps}
            choose={choose}
          />
        ))}
      </ol>
      <NativeSelect
        aria-label={t.addStep}
        value=""
        onChange={(event) => choose([...steps, event.currentTarget.value])}
        data={[{ value: "", label: `+ ${t.addStep}` }, ...others]}
        w={190}
      />
    </Group>
  );
}

type StepProps = { label: string; place: number; steps: string[]; choose: (steps: string[]) => void };

function Step({ label, place, steps, choose }: StepProps) {
  const t = useTexts(texts);
  const move = (by: number) => {
    const next = [...steps];
    const [taken] = next.splice(place, 1);
    if (taken !== undefined) next.splice(place + by, 0, taken);
    choose(next);
  };
  return (
    <li className="step">
      {place > 0 && (
        <ActionIcon variant="subtle" size="sm" aria-label={fill(t.earlier, { step: label })} onClick={() => move(-1)}>
          <IconChevronLeft size={16} aria-hidden="true" />
        </ActionIcon>
      )}
      <Text component="span" fw={600}>
        {place + 1} {label}
      </Text>
      {place < steps.length - 1 && (
        <ActionIcon variant="subtle" size="sm" aria-label={fill(t.later, { step: label })} onClick={() => move(1)}>
          <IconChevronRight size={16} aria-hidden="true" />
        </ActionIcon>
      )}
      {steps.length > 1 && (
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label={fill(t.removeStep, { step: label })}
          onClick={() => choose(steps.filter((_, other) => other !== place))}
        >
          <IconX size={14} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}
