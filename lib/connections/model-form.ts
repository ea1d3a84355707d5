// The form of a language model's connection. People fill it in on the Models page, which says it in its own words.
import { modelKind, modelProviderSchema } from "@/lib/domain/language-model";
import { type ConnectionForm, connectionField } from "./connection-form";

export const modelForm: ConnectionForm = {
  kind: modelKind,
  title: "Language model",
  description: "Plans, and writes texts.",
  icon: "sparkles",
  fields: [
    connectionField({
      name: "provider",
      label: "Provider",
      part: "config",
      type: "select",
      options: modelProviderSchema.options.map((value) => ({ value, label: value })),
    }),
    connectionField({ name: "model", label: "Model", part: "config" }),
    connectionField({ name: "address", label: "Address", part: "origin" }),
    connectionField({ name: "privateNetwork", label: "On this machine", part: "config", type: "boolean" }),
    connectionField({ name: "key", label: "Key", part: "secret", required: false }),
    connectionField({ name: "inputPrice", label: "Price in", part: "config", required: false }),
    connectionField({ name: "outputPrice", label: "Price out", part: "config", required: false }),
  ],
  methods: [],
};
