/** Names on a page are masked; who may edit may show them, and that is noted. One company's page and one person's share it. */
import { Button, Text, Tooltip } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";

import { useLanguage } from "../i18n/language";
import { useMay } from "../state/shop";

type Asked<Page> = { data: Page | undefined; dataUpdatedAt: number };

/**
 * The page of `subject` as it was asked, or with its names once somebody opened them: while that is as new as what was
 * asked (a decision about keys shows at once), and of this very subject (a decision may lead to another person).
 */
export function useOpened<Page>(subject: string, asked: Asked<Page>, open: () => Promise<Page>) {
  const opening = useMutation({ mutationFn: (_subject: string) => open() });
  const holds = opening.variables === subject && opening.submittedAt > asked.dataUpdatedAt;
  return {
    page: holds && opening.data ? opening.data : asked.data,
    error: opening.isError ? opening.error : null,
    pending: opening.isPending,
    open: () => opening.mutate(subject),
    close: () => opening.reset(),
  };
}

type Words = { open: string; openHint: string; opened: string; mask: string };
type Props = { words: Words; opened: boolean; open: () => void; close: () => void; pending: boolean };

export function Masking({ words, opened, open, close, pending }: Props) {
  const { text } = useLanguage();
  const may = useMay("editor");
  if (opened)
    return (
      <>
        <Text size="sm" c="var(--quiet)" role="note">
          {words.opened}
        </Text>
        <Button variant="default" leftSection={<IconEyeOff size={18} aria-hidden="true" />} onClick={close}>
          {words.mask}
        </Button>
      </>
    );
  return (
    <Tooltip label={may ? words.openHint : text.noPermissionHint}>
      <Button
        variant="default"
        leftSection={<IconEye size={18} aria-hidden="true" />}
        onClick={open}
        loading={pending}
        disabled={!may}
      >
        {words.open}
      </Button>
    </Tooltip>
  );
}
