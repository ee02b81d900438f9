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
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { answered, client, Refusal } from "../../api/client";
import { queries } from "../../api/queries";
import { useLanguage } from "../../i18n/language";

export function SignIn() {
  const { text, language, choose } = useLanguage();
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
              <Text c="var(--quiet)">{text.tagline}</Text>
            </div>
            {enter.error && <Wrong error={enter.error} />}
            <TextInput
              label={text.email}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={text.password}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={enter.isPending}>
              {text.signIn}
            </Button>
            <Text size="sm" c="var(--quiet)">
              {text.signInHelp}
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
  const status = error instanceof Refusal ? error.status : -1;
  const message =
    status === 401 ? text.signInWrong : status === 0 ? text.unreachable : error.message;
  return (
    <Alert color="red" variant="light" role="alert">
      {message}
    </Alert>
  );
}

function useEnter() {
  const router = useRouter();
  const { next } = useSearch({ from: "/sign-in" });
  return useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      answered(client.POST("/api/session", { body })),
    onSuccess: () => {
      queries.clear();
      // Only ways inside this site: an address from elsewhere must not lead away after signing in.
      router.history.push(next?.startsWith("/") && !next.startsWith("//") ? next : "/maps");
    },
  });
}
