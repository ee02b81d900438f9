/** The head every page has: its name, the answer in a sentence, what can be done, and the states. */
import { Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** The answer's own sentence; it leads the page. */
  sentence?: string | undefined;
  actions?: ReactNode;
  /** A new answer is on its way, the old one still stands. */
  busy?: boolean;
  children: ReactNode;
};

export function Page({ title, sentence, actions, busy = false, children }: Props) {
  return (
    <Stack gap="lg" aria-busy={busy} className={busy ? "page page-busy" : "page"}>
      <Group justify="space-between" align="flex-end" gap="sm">
        <Title order={1}>{title}</Title>
        {actions}
      </Group>
      {sentence !== undefined && (
        <Text className="sentence" data-sentence>
          {sentence}
        </Text>
      )}
      {children}
    </Stack>
  );
}

/** A part of a page with its own heading. */
export function Section(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm" aria-label={props.title}>
      <Group justify="space-between" align="center" gap="sm">
        <Title order={2} size="h3">
          {props.title}
        </Title>
        {props.actions}
      </Group>
      {props.children}
    </Stack>
  );
}
