/** Signing in. Behind this page everything is closed. */
import {
  Alert,
  Button,
  Center,
  Image,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { answered, client, Refusal } from "../../api/client";
import { queries } from "../../api/queries";
import { useLanguage, useTexts } from "../../i18n/language";
import { one, useAddress } from "../../state/address";
import { texts } from "./text";

export function SignIn() {
  const { text, language, choose } = useLanguage();
  const words = useTexts(texts);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useEnter();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate({ email, password });
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={420} bg="var(--card)">
        <form onSubmit={submit}>
          <Stack>
            <Image src="/icon.svg" alt="" w={52} h={52} />
            <div>
              <Title order={1}>{text.product}</Title>
              <Text c="var(--quiet)">{words.tagline}</Text>
            </div>
            {enter.error && <Wrong error={enter.error} />}
            <TextInput
              label={words.email}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={words.password}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={enter.isPending}>
              {words.signIn}
            </Button>
            <Text size="sm" c="var(--quiet)">
              {words.help}
            </Text>
            <Button
              variant="subtle"
              size="compact-sm"
              lang={language === "de" ? "en" : "de"}
              onClick={() => choose(language === "de" ? "en" : "de")}
            >
              {text.otherLanguage}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function Wrong({ error }: { error: Error }) {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const status = error instanceof Refusal ? error.status : -1;
  const message =
    status === 401 ? words.wrong : status === 0 ? text.unreachable : error.message;
  return (
    <Alert color="red" variant="light" role="alert">
      {message}
    </Alert>
  );
}

function useEnter() {
  const router = useRouter();
  const next = one(useAddress().search, "next");
  return useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      answered(client.POST("/api/session", { body })),
    onSuccess: () => {
      queries.clear();
      // Only ways inside this site: an address from elsewhere must not lead away after signing in.
      router.history.push(next?.startsWith("/") && !next.startsWith("//") ? next : "/");
    },
  });
}
