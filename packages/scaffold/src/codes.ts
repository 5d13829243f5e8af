// Codes of api-scaffold. 1xx: the spec cannot be used. 2xx: what was understood otherwise than written. 3xx: the code on disk.
import type { CodeTable } from '@senior-backend/core/errors/codes';
import { errorsOf } from '@senior-backend/core/errors/tool-error';

export const SCAFFOLD_CODES = {
  SCAF101: {
    title: 'the spec is not valid YAML or JSON',
    explanation:
      'The file could not be parsed. The place is where the parser gave up; the mistake is there or just above.',
    exitCode: 3,
  },
  SCAF102: {
    title: 'not an OpenAPI document',
    explanation:
      'The file was parsed and is no OpenAPI document: the root must be an object with `openapi: 3.x` and `paths`.',
    exitCode: 3,
  },
  SCAF103: {
    title: 'a $ref points at nothing',
    explanation:
      'The file of the reference was read and holds nothing at that pointer. Pointers are case-sensitive, and `/` and `~` in names are written `~1` and `~0`.',
    exitCode: 3,
  },
  SCAF104: {
    title: "a $ref leaves the spec's folder",
    explanation:
      'References may only reach files below the folder of the spec, so that a spec from elsewhere cannot read files of this machine. Symbolic links are followed before the check. Move the file below that folder, or name a folder above both as --ref-root.',
    exitCode: 3,
  },
  SCAF105: {
    title: 'a $ref goes to the network',
    explanation:
      'A reference names a URL, and nothing was fetched. Pass --allow-remote-refs to have it fetched, or download the file next to the spec and refer to it by its path. A spec that is itself named by a URL may refer to what stands below its own folder there.',
    exitCode: 3,
  },
  SCAF106: {
    title: 'the spec is too large or too deep',
    explanation:
      'The document, its nesting or the expansion of its YAML aliases is beyond what any real API needs; a document like that is usually made to exhaust memory.',
    exitCode: 3,
  },
  SCAF107: {
    title: 'the spec has a part that makes no sense',
    explanation:
      'A part of the document has the wrong shape and cannot be understood in any way, for example a list where an object must be. The message names it.',
    exitCode: 3,
  },
  SCAF108: {
    title: 'a document on the network could not be fetched',
    explanation:
      'The server could not be reached within 30 s, its certificate is not trusted (NODE_EXTRA_CA_CERTS names further authorities), or it answered with something other than 200. Proxies are not used: fetch the document with what reaches it and pipe it in.',
    exitCode: 4,
  },
  SCAF109: {
    title: 'a document on the network is refused',
    explanation:
      'A document is fetched by https alone; http is for this machine. A $ref or a redirect must not lead to an address of a private network, so that a spec from elsewhere cannot make this machine ask its neighbours. Only the server that you named yourself may be private.',
    exitCode: 3,
  },
  SCAF201: {
    title: 'a part of the spec was ignored',
    explanation:
      'A keyword has a value that OpenAPI does not allow there. The rest was used as if the keyword were not written.',
    exitCode: 1,
  },
  SCAF202: {
    title: 'an operation got another name',
    explanation:
      'An operation has no operationId, or one that another operation has too. It was named after its method and path; give it an operationId of its own to choose the name.',
    exitCode: 1,
  },
  SCAF203: {
    title: 'a pattern cannot be checked',
    explanation: 'The pattern is no regular expression that JavaScript understands. Values are not held against it.',
    exitCode: 1,
  },
  SCAF204: {
    title: 'a security scheme is declared nowhere',
    explanation:
      'An operation requires a scheme that components.securitySchemes does not have. The operation stays closed: its function in auth.ts gets the headers of the request and decides. Declare the scheme to have its credentials taken out of the request.',
    exitCode: 1,
  },
  SCAF205: {
    title: 'a default does not fit its schema',
    explanation:
      'The default of a parameter is no value that its schema lets through, so it was left out: the handler sees undefined where the caller gives nothing.',
    exitCode: 1,
  },
  SCAF301: {
    title: 'the code is not what the spec asks for',
    explanation:
      '`--check` found files that a run would create or change. Run the command without `--check` and commit the result.',
    exitCode: 1,
  },
  SCAF302: {
    title: 'a handler is left over',
    explanation:
      'A route file exports a handler whose operation is gone from the spec. The handler was kept; delete it when nothing needs it.',
    exitCode: 1,
  },
  SCAF303: {
    title: 'a route file cannot be parsed',
    explanation:
      'A handler must be added to a file that you own, and the file has a syntax error, so that no safe place can be found. Nothing was written.',
    exitCode: 3,
  },
  SCAF304: {
    title: 'a generated file is left over',
    explanation:
      'An earlier run generated a file that this document, framework and options have no use for: streams that are gone, another framework, `--fast-validators` no longer given. It was kept as it was, since hand-written code may import it, and it may no longer compile. Delete it when nothing of yours imports it.',
    exitCode: 1,
  },
  SCAF310: {
    title: 'no table fits',
    explanation:
      'Nothing in the database fits --schema and --table, or it has no tables and views at all. Globs stand for whole names: `order*`, `sales.*`. Tables of extensions and partitions are never offered; a partitioned table is, as one.',
    exitCode: 3,
  },
  SCAF311: {
    title: 'very many tables',
    explanation:
      "The database has hundreds of tables, and an API of all of them is hardly meant. Name those that are: --table 'order*' --table customers; or all of them: --table '*'.",
    exitCode: 5,
  },
  SCAF312: {
    title: 'a column is left out',
    explanation:
      'The column has a name that means something else to the generated code. Its table is served without it. Rename the column, or offer it under another name through a view.',
    exitCode: 1,
  },
  SCAF313: {
    title: 'a table has no key',
    explanation:
      'Rows of the table cannot be told apart, so that none of them can be read, changed or deleted by itself: it gets a list and nothing else. Add a primary key, or a unique key over columns that are not null.',
    exitCode: 1,
  },
  SCAF340: {
    title: 'no route was found in the code',
    explanation:
      '`--generate-spec` read the files and found no route of Express, Fastify, Koa or Hono; the message says why. Name the folder of the routes or the file that creates the app. Each place that could not be followed is listed with its line (SCAF341), paths that are handled by hand too. Nothing is written.',
    exitCode: 3,
  },
  SCAF341: {
    title: 'a part of the code could not be resolved',
    explanation:
      'The code is read and never run, so a path, a schema or a router that is made at run time is not known. It is listed and left out, never guessed. Write the value as a constant, or add what is missing to the document by hand: it stays there on later runs.',
    exitCode: 1,
  },
  SCAF342: {
    title: 'a source file cannot be parsed',
    explanation:
      'The file is neither TypeScript nor JavaScript that the parser understands. Its routes are missing; all other files were read.',
    exitCode: 1,
  },
  SCAF343: {
    title: 'the document is not what the code says',
    explanation:
      '`--generate-spec --check` read the code and found that the document would change. Run the command without `--check` and commit the result.',
    exitCode: 1,
  },
  SCAF344: {
    title: 'the document cannot be brought up to date',
    explanation:
      'The document at `--base` or `--output` is OpenAPI 2.0. Convert it to OpenAPI 3, or generate into a new file.',
    exitCode: 3,
  },
  SCAF345: {
    title: 'OpenAPI 3.0 has no word for a keyword',
    explanation:
      'Schemas of OpenAPI 3.0 lack some keywords of JSON Schema 2020-12. They were left out of the document, which now allows more than the code does. `--spec-version 3.1` keeps them.',
    exitCode: 1,
  },
  SCAF381: {
    title: 'the mock cannot listen',
    explanation:
      'The port is taken, or the address is none of this machine. `--port 0` takes any port that is free, and the first line of the output says which.',
    exitCode: 2,
  },
  SCAF382: {
    title: 'an example does not fit its schema',
    explanation:
      'The mock was about to send an example of the document that the document itself would refuse, and sent a generated value in its place. Correct the example, or the schema. An example that is asked for by name (`Prefer: example=NAME`) is sent as it stands.',
    exitCode: 1,
  },
  SCAF383: {
    title: 'no value could be made for an answer',
    explanation:
      'Forty values were drawn from the schema of an answer and none of them fits it: the schema contradicts itself, or asks for what cannot be drawn, such as a value that fits exactly one of two schemas that are alike. The mock answers 500; give the answer an example.',
    exitCode: 1,
  },
  SCAF384: {
    title: 'a project cannot be written around the routes',
    explanation:
      '`--app` writes a project around the folder of the sources, which must stand right below it: with `--output src/routes/`, the folder that holds `src`. The project is the nearest folder with a package.json, else the current one. The names of both folders must be letters, digits, dots, hyphens and underscores, since scripts and the Dockerfile name them.',
    exitCode: 2,
  },
  SCAF385: {
    title: 'a file that was there before does not fit the project',
    explanation:
      'A file that exists is never changed by `--app`. The message names the scripts and packages that the server needs and that the package.json does not have, or a server that was there and starts something else.',
    exitCode: 1,
  },
  SCAF410: {
    title: 'a pattern is slow',
    explanation:
      'A regular expression of JavaScript tries every way to read a text before it gives up, and this pattern lets a caller send a text with millions of ways: the server would stand still while one request is looked at. The text that shows it is in the message. The generated code does not try the expression: it goes through the text once, with a table of the states of the pattern and the same verdict. A pattern with look-arounds, `\\b`, references, or too many states for a table keeps its expression, and texts longer than the message says are refused with 400. To have neither, write the pattern so that no part can be repeated in two ways (`^(a+)+$` is `^a+$`, and `\\s+$` wants a `^` or a character in front that is no space), or give the schema a maxLength: it is looked at before the pattern, and the warning is gone where texts of that length are harmless.',
    exitCode: 1,
  },
  SCAF420: {
    title: 'handlers keep the style that they were written in',
    explanation:
      '`--style` decides how new handlers are written, and rewrites route files in which nobody has written anything yet. The handlers that the message names have code of yours: they stay as they are and go on working beside the others. Rewrite one by importing `Handler` from `../middleware/portable.js` (or `../middleware/handler.js`), and run the command again.',
    exitCode: 1,
  },
  SCAF421: {
    title: 'errors have another shape than the document says',
    explanation:
      'Most errors that the document describes are problem details (`application/problem+json`, RFC 9457). What the generated server refuses by itself, such as a request that does not fit, is answered by an envelope `{ error, meta }` unless `--errors problem` is given. It is said once, when a project begins.',
    exitCode: 0,
  },
  SCAF901: {
    title: 'generated code does not parse',
    explanation:
      'Every file is parsed before it is written, and this one did not. Nothing was written. It is a bug in api-scaffold: please report it with the spec.',
    exitCode: 70,
  },
} as const satisfies CodeTable;

export const scaffoldError = errorsOf(SCAFFOLD_CODES);
