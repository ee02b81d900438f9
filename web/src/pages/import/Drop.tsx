/** Where a file is dropped, or chosen by a button that the keyboard reaches. */
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";

import { useTexts } from "../../i18n/language";
import "./import.css";
import { texts } from "./text";

export function Drop({ onFile }: { onFile: (file: File) => void }) {
  const words = useTexts(texts);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <Stack
      className="drop"
      data-over={over}
      align="center"
      gap="xs"
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
    >
      <IconFileImport size={34} aria-hidden="true" />
      <Text>{words.drop}</Text>
      <Text c="var(--quiet)" size="sm">
        {words.or}
      </Text>
      <Button onClick={() => input.current?.click()}>{words.choose}</Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.fileInput}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <Group gap={6} justify="center">
        <Anchor href="/example.csv" download>
          {words.sample}
        </Anchor>
        <Text c="var(--quiet)" size="sm">
          {words.sampleHint}
        </Text>
      </Group>
    </Stack>
  );
}
