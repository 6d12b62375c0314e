import { escapeHtml as escape } from '../embed/html.ts';

/** The part of an OpenAPI document that the page shows. */
interface Description {
  readonly info?: { readonly title?: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: Schema;
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, { schema?: Schema }>> }>
  >;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Writes an OpenAPI document as one HTML page without a script. Every text is escaped. */
export function apiDocsPage(document: object): string {
  const { info = {}, tags = [], paths = {} } = document as Description;
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({ method, path, operation: operation as Operation })),
  );
  const sections = tags
    .map((tag) => ({ ...tag, entries: entries.filter(({ operation }) => operation.tags?.[0] === tag.name) }))
    .filter((section) => section.entries.length > 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title ?? '')}</title>
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<div class="layout">
<nav aria-label="Resources">
${sections.map(({ name, entries }) => `<strong><a href="#${escape(name)}">${escape(words(name))}</a></strong>\n<ul>${entries.map(link).join('')}</ul>`).join('\n')}
</nav>
<main>
<h1>${escape(info.title ?? '')}</h1>
<p>${inline(info.description ?? '')}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
${sections.map(({ name, description = '', entries }) => `<h2 id="${escape(name)}">${escape(words(name))}</h2>\n<p class="muted">${inline(description)}</p>\n${entries.map(article).join('\n')}`).join('\n')}
</main>
</div>
</body>
</html>
`;
}

function link({ operation }: Entry): string {
  return `<li><a href="#${escape(operation.operationId)}">${escape(operation.summary)}</a></li>`;
}

/** One operation, folded. The id stands inside, because browsers unfold what holds the target of a link. */
function article({ method, path, operation }: Entry): string {
  const { operationId, summary, description, parameters = [], requestBody, responses = {} } = operation;
  const body = schemaOf(requestBody?.content);
  const answers = Object.entries(responses);
  const success = answers.find(([status]) => status.startsWith('2'));
  const answer = schemaOf(success?.[1].content);
  const taken = parameters.map((parameter) => ({
    name: parameter.name,
    kind: `${parameter.in}, ${typeOf(parameter.schema ?? {})}`,
    note: parameter.description ?? parameter.schema?.description ?? '',
    required: parameter.required === true,
  }));
  return `<details>
<summary><span class="verb ${escape(method)}">${escape(method.toUpperCase())}</span><h3><code>${escape(path)}</code></h3><span class="what">${escape(summary)}</span></summary>
<div class="body" id="${escape(operationId)}">
${description === undefined ? '' : `<p>${inline(description)}</p>`}
${table('Parameters', taken)}
${body === undefined ? '' : table('Body', members(body))}
${success === undefined ? '' : table(`Answer ${success[0]}`, answer === undefined ? [] : members(answer))}
${refusalTable(answers.filter(([status]) => !status.startsWith('2')))}
</div>
</details>`;
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly note: string;
  readonly required: boolean;
}

function table(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    ({ name, kind, note, required }) =>
      `<tr><td><code>${escape(name)}</code>${required ? '' : ' <span class="muted">optional</span>'}</td><td class="muted">${escape(kind)}</td><td>${inline(note)}</td></tr>`,
  );
  return `<h4>${escape(title)}</h4>\n<div class="scroll"><table>${lines.join('')}</table></div>`;
}

function refusalTable(answers: readonly (readonly [string, { readonly description?: string }])[]): string {
  const lines = answers.map(([status, { description = '' }]) => {
    const codes = description.split(', ').map((code) => `<code>${escape(code)}</code>`);
    return `<tr><td>${escape(status)}</td><td>${codes.join(' ')}</td></tr>`;
  });
  return `<h4>Refusals</h4>\n<div class="scroll"><table>${lines.join('')}</table></div>`;
}

/** The members of an object, those of objects and lists inside it by their whole name. */
function members(schema: Schema, prefix = ''): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const full = `${prefix}${name}`;
    const row = {
      name: full,
      kind: typeOf(member),
      note: member.description ?? '',
      required: schema.required?.includes(name) ?? false,
    };
    return [row, ...members(member, `${full}.`), ...(member.items ? members(member.items, `${full}[].`) : [])];
  });
}

function typeOf({ type, enum: values, format, items, anyOf, default: standard }: Schema): string {
  const name =
    values?.map(String).join(' | ') ??
    anyOf?.map(typeOf).join(' | ') ??
    (items === undefined ? (format ?? [type ?? 'any'].flat().join(' | ')) : `list of ${typeOf(items)}`);
  return standard === undefined ? name : `${name}; default ${JSON.stringify(standard)}`;
}

function schemaOf(content: Readonly<Record<string, { readonly schema?: Schema }>> | undefined): Schema | undefined {
  return Object.values(content ?? {})[0]?.schema;
}

/** A tag in words, in sentence case. */
function words(tag: string): string {
  const text = tag.replaceAll('-', ' ').replace(/^api\b/, 'API');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Escapes a text and sets what stands in backticks as code. */
function inline(text: string): string {
  return escape(text).replace(/`([^`]*)`/g, '<code>$1</code>');
}
