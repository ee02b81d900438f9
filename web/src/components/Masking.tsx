/** Names on a page are masked; who may edit may show them, and that is noted. One company's page and one person's share it. */
import { Button, Text, Tooltip } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";

import { useLanguage } from "../i18n/language";
import { useMay } from "../state/shop";

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
