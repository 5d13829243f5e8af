// The parser of Handlebars by itself, without its compiler and its runtime.
/// <reference types="handlebars" />

declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  export function parse(template: string): hbs.AST.Program;
}
