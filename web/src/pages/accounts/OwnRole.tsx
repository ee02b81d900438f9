/** A form for a role of the shop's own; its key is made of its English name. */
import { Button, Group, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { forgetAnswers } from "../../api/queries";
import { reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import { type AccountPage, putRole } from "./ask";
import { texts } from "./text";

export function OwnRole({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { name } = useReady();
  const [label, setLabel] = useState<{ de: string; en: string }>();
  const adding = useMutation({
    mutationFn: (told: { de: string; en: string }) => putRole(name, keyOf(told.en, page), told),
    onSuccess: async () => {
      await forgetAnswers(name);
      setLabel(undefined);
    },
  });
  if (label === undefined)
    return (
      <Button variant="subtle" onClick={() => setLabel({ de: "", en: "" })}>
        {t.ownRole}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate(label);
      }}
    >
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t.roleDe}
          value={label.de}
          onChange={(event) => setLabel({ ...label, de: event.currentTarget.value })}
          error={adding.isError ? reason(adding.error, text) : undefined}
          required
        />
        <TextInput
          label={t.roleEn}
          value={label.en}
          onChange={(event) => setLabel({ ...label, en: event.currentTarget.value })}
          required
        />
        <Button type="submit" loading={adding.isPending}>
          {t.save}
        </Button>
        <Button variant="subtle" onClick={() => setLabel(undefined)}>
          {t.cancel}
        </Button>
      </Group>
    </form>
  );
}

function keyOf(word: string, page: AccountPage): string {
  const plain = word.trim().toLowerCase().normalize("NFKD").replaceAll(/[^a-z0-9]+/g, "-");
  const key = plain.replaceAll(/^-+|-+$/g, "").slice(0, 40);
  return key || `role-${page.roles.length + 1}`;
}
