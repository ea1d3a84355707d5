"use client";

import { ListFilter } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { ConnectionField } from "@/lib/connections/connection-form";

export type FieldValue = string | number | boolean | null;

interface Props {
  field: ConnectionField;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
}

/** The control of one field, by its type. */
export function ConnectionFieldControl(props: Props) {
  const { field, value, onChange } = props;
  switch (field.type) {
    case "select":
      return (
        <Select
          options={field.options}
          value={typeof value === "string" ? value : undefined}
          onValueChange={onChange}
          placeholder="Choose"
        />
      );
    case "boolean":
      return <Switch label={field.label} checked={value === true} onCheckedChange={onChange} />;
    case "choices":
      return <Choices {...props} />;
    case "text":
    case "number":
    case "password":
    case "address":
      return <TextInput {...props} />;
    default:
      return field.type satisfies never;
  }
}

function TextInput({ field, value, onChange }: Props) {
  return (
    <Input
      type={field.type === "address" ? "url" : field.type}
      autoComplete={field.type === "password" ? "new-password" : "off"}
      spellCheck={false}
      mono={field.part !== "config"}
      value={value === null ? "" : String(value)}
      placeholder={field.placeholder}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      end={
        field.options.length > 0 ? (
          <Menu>
            <MenuTrigger asChild>
              <IconButton label={`Known values of ${field.label}`} size="xs" hideTooltip>
                <ListFilter aria-hidden />
              </IconButton>
            </MenuTrigger>
            <MenuContent>
              {field.options.map((option) => (
                <MenuItem
                  key={option.value}
                  description={option.label === option.value ? undefined : option.value}
                  onSelect={() => onChange(option.value)}
                >
                  {option.label}
                </MenuItem>
              ))}
            </MenuContent>
          </Menu>
        ) : undefined
      }
    />
  );
}

/** Any of the options; what a service says of them is shown as text. */
function Choices({ field, value, onChange }: Props) {
  const chosen = new Set(String(value ?? "").split(" "));
  const toggle = (option: string, isChosen: boolean) => {
    const next = field.options
      .map((one) => one.value)
      .filter((one) => (one === option ? isChosen : chosen.has(one)));
    onChange(next.join(" "));
  };
  return (
    <div
      role="group"
      aria-label={field.label}
      // In the tab order, because a region that scrolls must be reachable by keyboard.
      tabIndex={field.options.length > 6 ? 0 : undefined}
      className="scroll-thin flex max-h-56 flex-col gap-2 overflow-y-auto rounded-md border bg-surface p-3"
    >
      {field.options.map((option) => (
        <Checkbox
          key={option.value}
          label={<span className="break-all font-mono text-xs">{option.value}</span>}
          description={option.label || undefined}
          checked={chosen.has(option.value)}
          onCheckedChange={(checked) => toggle(option.value, checked === true)}
        />
      ))}
    </div>
  );
}
