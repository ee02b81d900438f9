/** Signed webhooks: which platforms share a secret with a key, and the form that keeps or removes one. */
import { Alert, Button, Group, NativeSelect, PasswordInput, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { AskedTwice } from "../../components/AskedTwice";
import { reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { useSignWebhooks, webhookSystems, type WriteKey } from "./queries";
import { texts } from "./text";

/** What stands at a key: who must sign. Where nobody must, it says so. */
export function Signed({ systems }: { systems: readonly string[] }) {
  const t = useTexts(texts);
  if (systems.length === 0)
    return (
      <Text span c="var(--quiet)">
        {t.unsigned}
      </Text>
    );
  return <>{fill(t.signedBy, { systems: systems.map((one) => t.systems[one] ?? one).join(", ") })}</>;
}

export function Signing({ name, list }: { name: string; list: WriteKey[] }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { data } = useQuery(webhookSystems(name));
  const sign = useSignWebhooks(name);
  const [id, setId] = useState("");
  const [chosen, setSystem] = useState("");
  const [secret, setSecret] = useState("");
  const servers = list.filter((key) => key.kind === "server" && key.revoked_at === null);
  const systems = (data ?? []).filter((one) => one.signs).map((one) => one.system);
  const key = servers.find((one) => String(one.id) === id) ?? servers[0];
  const system = systems.includes(chosen) ? chosen : systems[0];
  if (key === undefined || system === undefined) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sign.mutate({ id: key.id, system, secret });
    setSecret("");
  };
  return (
    <form onSubmit={submit} data-signing>
      <Stack gap="xs">
        <Text fw={600}>{t.signing}</Text>
        <Text c="var(--quiet)" maw="76ch">
          {t.signingHint}
        </Text>
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t.key}
            value={String(key.id)}
            onChange={(event) => setId(event.currentTarget.value)}
            data={servers.map((one) => ({ value: String(one.id), label: one.name }))}
          />
          <NativeSelect
            label={t.platform}
            value={system}
            onChange={(event) => setSystem(event.currentTarget.value)}
            data={systems.map((value) => ({ value, label: t.systems[value] ?? value }))}
          />
          <PasswordInput
            label={t.secret}
            required
            withAsterisk={false}
            maxLength={500}
            autoComplete="off"
            w={260}
            value={secret}
            visibilityToggleButtonProps={{ "aria-label": t.showSecret }}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={sign.isPending}>
            {t.keepSecret}
          </Button>
          {key.signed.includes(system) && (
            <AskedTwice
              label={t.dropSecret}
              sure={fill(t.dropSure, { system: t.systems[system] ?? system })}
              act={() => sign.mutate({ id: key.id, system, secret: "" })}
            />
          )}
        </Group>
        {sign.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {reason(sign.error, text)}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
