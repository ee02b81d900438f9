/** Something to copy: code with its button. */
import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { useLanguage } from "../i18n/language";

const SHOWN_MS = 2000;

export function CopyButton({ value, label }: { value: string; label: string }) {
  const { text } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void toClipboard(value).then(setCopied);
  return (
    <Button
      variant="default"
      size="compact-md"
      onClick={copy}
      aria-label={label}
      leftSection={copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
    >
      <span aria-live="polite">{copied ? text.copied : text.copy}</span>
    </Button>
  );
}

/** Code that may be long: it wraps, so that its end can be seen, and is copied whole. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  const { text } = useLanguage();
  return (
    <div className="code-block">
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
      <CopyButton value={code} label={`${text.copy}: ${label}`} />
    </div>
  );
}

/** Whether it worked. Without https the browser has no clipboard for pages; then a field is copied the old way. */
async function toClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = value;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
