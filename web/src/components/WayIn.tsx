/** What stands behind a figure: what it means, the question that was asked, its evidence, the people in it. */
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Drawer.css";

import { Anchor, Button, Code, CopyButton, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { IconArrowRight, IconUsers } from "@tabler/icons-react";

import type { Schemas } from "../api/client";
import { commandOf, type Params, questionAddress } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { queryOf, type Search, useAddress } from "../state/address";
import { useShopName } from "../state/shop";
import { BasisLine } from "./Evidence";

/** A part of an answer: `part` with what it needs, as the people page takes it. */
export type People = {
  part: string;
  name?: string;
  to?: string;
  step?: number;
  value?: string;
  path?: string[];
};

export type WayInProps = {
  opened: boolean;
  close: () => void;
  title: string;
  /** What the figure means and what its base is, in one or two sentences. */
  definition: string;
  /** The analysis that was asked, with its parameters as the API takes them. */
  analysis: string;
  params: Params;
  basis?: Schemas["Basis"] | undefined;
  /** Which part of the answer the people are (see the guide on people); left out where there are none. */
  people?: People;
  /** The page that shows more of it. */
  page?: { path: string; search?: Search };
};

export default function WayIn(props: WayInProps) {
  const { text } = useLanguage();
  const { go } = useAddress();
  const shop = useShopName() ?? "";
  const { people, page } = props;
  const leave = (path: string, search: Search) => {
    props.close();
    go(path, search);
  };
  return (
    <Drawer opened={props.opened} onClose={props.close} position="right" title={props.title} closeButtonProps={{ "aria-label": text.close }}>
      <Stack gap="lg" data-way-in>
        <Part title={text.definition}>
          <Text>{props.definition}</Text>
        </Part>
        {props.basis && (
          <Part title={text.basis}>
            <BasisLine basis={props.basis} />
          </Part>
        )}
        <Stack gap="xs" align="flex-start">
          {people && (
            <Button
              leftSection={<IconUsers size={18} aria-hidden="true" />}
              onClick={() => leave("/people", peopleOf(props.analysis, props.params, people))}
            >
              {text.peopleInIt}
            </Button>
          )}
          {page && (
            <Button
              variant="default"
              rightSection={<IconArrowRight size={18} aria-hidden="true" />}
              onClick={() => leave(page.path, page.search ?? {})}
            >
              {text.openAnalysis}
            </Button>
          )}
        </Stack>
        <Part title={text.behind}>
          <Question command={commandOf(props.analysis, shop, props.params)} />
          <Anchor size="sm" href={questionAddress(shop, props.analysis, props.params)} target="_blank">
            {text.asJson}
          </Anchor>
        </Part>
      </Stack>
    </Drawer>
  );
}

/** The address of the people page for exactly the group that a figure counts. */
export function peopleOf(analysis: string, params: Params, people: People): Search {
  return {
    of: analysis,
    q: queryOf(params),
    part: people.part,
    name: (people.path ?? [people.name, people.to]).filter((name) => name !== undefined),
    step: people.step === undefined ? undefined : String(people.step),
    value: people.value,
  };
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Question({ command }: { command: string }) {
  const { text } = useLanguage();
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Code block className="command" tabIndex={0}>
        {command}
      </Code>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button variant="subtle" size="compact-sm" onClick={copy}>
            {copied ? text.copied : text.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
