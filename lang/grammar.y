/* The grammar of the language. Actions only build AST (build.h, item.h); names
 * and types are checked in passes of their own. */
%define api.prefix {grammar_}
%define api.pure full
%define api.token.prefix {T_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%expect 0
%locations
%param {struct parser *p}

%code requires {
#include "lang/ast.h"
#include "lang/seq.h"
#include "lang/token.h"
struct parser;
struct item_body;
}

%code top {
/* What bison generates is not written for -Wconversion. */
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
}

%code {
#include "lang/item.h"
#include "lang/stream.h"
#include "lang/syntax.h"
#include "lang/template.h"

#define YYLLOC_DEFAULT(current, rhs, n)                                                     \
    ((current) = (n) > 0 ? (struct span){YYRHSLOC(rhs, 1).file, YYRHSLOC(rhs, 1).start,     \
                                         YYRHSLOC(rhs, n).end}                              \
                         : (struct span){YYRHSLOC(rhs, 0).file, YYRHSLOC(rhs, 0).end,       \
                                         YYRHSLOC(rhs, 0).end})

#define NO_TEXTS ((struct seq){NULL, 0, 0})
#define CLAUSE(body, clause, word) item_clause_add(p, (body), CLAUSE_##clause, &(word))

static int grammar_lex(YYSTYPE *value, struct span *at, struct parser *p);
static void grammar_error(const struct span *at, struct parser *p, const char *message);
}

%union {
    struct token token;
    struct seq seq;
    struct ast_expr *expr;
    struct ast_primitive *primitive;
    struct item_body *body;
    struct ast_list *list;
    enum ast_op op;
    struct {
        struct token type;
        bool is_list;
    } type;
}

%token END 0 "the end of the file"
%token START_FILE START_EXPR RESUME BROKEN

%token <token> PACK "pack" IMPORT "import" SOURCE "source" LET "let" LIST "list" RULE "rule"
%token <token> CHAIN "chain" TUNE "tune"
%token <token> TITLE "title" SEVERITY "severity" RISK "risk" ATTACK "attack" TAGS "tags"
%token <token> REFERENCES "references" FALSEPOSITIVES "falsepositives" DESCRIPTION "description"
%token <token> AUTHOR "author" VERSION "version" RUNBOOK "runbook" STATUS "status"
%token <token> FROM "from" MATCH "match" WHEN "when" SHOW "show" ONCE "once"
%token <token> AND "and" OR "or" NOT "not"
%token <token> IN "in" LIKE "like" ILIKE "ilike" MATCHES "matches" CONTAINS "contains"
%token <token> TRUE "true" FALSE "false" NULL "null"
%token <token> FOR "for" WHERE "where"
%token <token> PRIMITIVE "a primitive" SPIKE "spike" COUNT "count" DISTINCT "distinct" SUM "sum"
%token <token> SEEN "seen" ABSENT "absent" ELAPSED "elapsed"
%token <token> OPTION "an option" PER "per"
%token <token> TEST "test"
%token <token> AS "as" EVERY "every" COLUMN "column" LANGUAGE "language"
%token <token> DOC "doc" TIME "time" ID "id" INDEX "index" ENVELOPE "envelope" FIELDS "fields" OF "of"
%token <token> COLUMNS "columns" HAS "has" VALUE "value" KEY "key" ISSUED "issued" UNTIL "until"
%token <token> EXCEPT "except" DISABLE "disable"
%token <token> NAME "a name" STRING "a string" INT "a whole number" NUMBER "a number"
%token <token> REGEX "a regular expression" TECHNIQUE "a technique (T1078.004)"
%token EQ "==" NE "!=" LE "<=" GE ">="
%token '(' "(" ')' ")" '[' "[" ']' "]" '{' "{" '}' "}" ',' "," '.' "." '=' "=" '<' "<" '>' ">"
%token '+' "+" '-' "-" '*' "*" '/' "/"

%type <token> name word severity_word status_word primitive_word pred_word tuned_word option_word doc_opt
%type <token> glob glob_parts
%type <type> type
%type <seq> params params_opt texts techniques exprs items items_opt or_run and_run options shows fields columns
%type <expr> expr conjunction negation comparison sum term unary postfix primary primitive column
%type <primitive> primitive_args spike_args pred_args pred_tail for_tail where_tail options_tail
%type <list> list_body
%type <body> rule_body pack_body source_body chain_body tune_body
%type <op> equality order wordop

%%

start
    : START_FILE file
    | START_EXPR expr                       { p->expr = $2; }
    ;

/* RESUME is given out before the first word of the item after a mistake. */
file
    : %empty
    | file item
    | file error RESUME                     { yyerrok; }
    ;

item
    : RULE name '{' rule_body '}'           { item_rule(p, @$, &$2, $4); }
    | PACK name '{' pack_body '}'           { item_pack(p, @$, &$2, $4); }
    | SOURCE name '{' source_body '}'       { item_source(p, @$, &$2, $4); }
    | IMPORT name                           { item_import(p, @$, &$2); }
    | LET name '=' expr                     { item_let(p, @$, &$2, NULL, $4); }
    | LET name '(' params_opt ')' '=' expr  { item_let(p, @$, &$2, &$4, $7); }
    | LIST name list_body                   { item_list(p, AST_ITEM_LIST, @$, &$2, $3); }
    | CHAIN name '{' chain_body '}'         { item_chain(p, @$, &$2, $4); }
    | TUNE glob '{' tune_body '}'           { item_tune(p, @$, &$2, $4); }
    | TUNE LIST name list_body              { item_list(p, AST_ITEM_TUNE_LIST, @$, &$3, $4); }
    | TUNE LIST name '.' name list_body     { item_tune_list(p, @$, &$3, &$5, $6); }
    ;

list_body
    : '=' expr                              { $$ = item_list_literal(p, $2); }
    | FROM STRING                           { $$ = item_list_file(p, &$2, NO_TEXTS, NO_TEXTS); }
    | FROM STRING COLUMN texts              { $$ = item_list_file(p, &$2, $4, NO_TEXTS); }
    | FROM STRING COLUMN texts VALUE texts  { $$ = item_list_file(p, &$2, $4, $6); }
    ;

params_opt
    : %empty                                { $$ = (struct seq){NULL, 0, 0}; }
    | params
    | params ','
    ;

params
    : name                                  { $$ = build_names(p, (struct seq){NULL, 0, 0}, &$1); }
    | params ',' name                       { $$ = build_names(p, $1, &$3); }
    ;

rule_body
    : %empty                                { $$ = item_body_new(p); }
    | rule_body TITLE STRING
        { if (CLAUSE($1, TITLE, $2)) $1->rule.title = template_parse(p, &$3); }
    | rule_body SEVERITY severity_word
        { if (CLAUSE($1, SEVERITY, $2)) $1->rule.severity = build_text(&$3); }
    | rule_body RISK expr                   { if (CLAUSE($1, RISK, $2)) $1->rule.risk = $3; }
    | rule_body ATTACK techniques
        { if (CLAUSE($1, ATTACK, $2)) $1->rule.attack = build_texts_done($3); }
    | rule_body TAGS texts
        { if (CLAUSE($1, TAGS, $2)) $1->rule.tags = build_texts_done($3); }
    | rule_body REFERENCES texts
        { if (CLAUSE($1, REFERENCES, $2)) $1->rule.references = build_texts_done($3); }
    | rule_body FALSEPOSITIVES texts
        { if (CLAUSE($1, FALSEPOSITIVES, $2)) $1->rule.falsepositives = build_texts_done($3); }
    | rule_body DESCRIPTION STRING
        { if (CLAUSE($1, DESCRIPTION, $2)) $1->rule.description = build_text(&$3); }
    | rule_body AUTHOR STRING
        { if (CLAUSE($1, AUTHOR, $2)) $1->rule.author = build_text(&$3); }
    | rule_body VERSION STRING
        { if (CLAUSE($1, VERSION, $2)) $1->rule.version = build_text(&$3); }
    | rule_body RUNBOOK STRING
        { if (CLAUSE($1, RUNBOOK, $2)) $1->rule.runbook = build_text(&$3); }
    | rule_body STATUS status_word
        { if (CLAUSE($1, STATUS, $2)) $1->rule.status = build_text(&$3); }
    | rule_body FROM name                   { if (CLAUSE($1, FROM, $2)) $1->rule.from = build_name(&$3); }
    | rule_body MATCH expr
        { if (CLAUSE($1, MATCH, $2)) { $1->rule.match = $3; $1->rule.match_span = build_span(@2, @3); } }
    | rule_body WHEN expr
        { if (CLAUSE($1, WHEN, $2)) { $1->rule.when = $3; $1->rule.when_span = build_span(@2, @3); } }
    | rule_body SHOW shows
        { if (CLAUSE($1, SHOW, $2)) { $1->rule.show = $3.items; $1->rule.n_show = $3.len; } }
    | rule_body ONCE PER exprs EVERY expr
        {
            if (CLAUSE($1, ONCE, $2)) {
                $1->rule.once_per = build_exprs_done($4);
                $1->rule.once_every = $6;
                $1->rule.once_span = build_span(@2, @6);
            }
        }
    ;

severity_word
    : name
    ;

status_word
    : name
    | TEST
    ;

techniques
    : TECHNIQUE                             { $$ = build_texts(p, (struct seq){NULL, 0, 0}, &$1); }
    | techniques ',' TECHNIQUE              { $$ = build_texts(p, $1, &$3); }
    ;

texts
    : STRING                                { $$ = build_texts(p, (struct seq){NULL, 0, 0}, &$1); }
    | texts ',' STRING                      { $$ = build_texts(p, $1, &$3); }
    ;

shows
    : expr                                  { $$ = item_show(p, (struct seq){NULL, 0, 0}, $1, @1, NULL); }
    | expr AS name                          { $$ = item_show(p, (struct seq){NULL, 0, 0}, $1, @1, &$3); }
    | shows ',' expr                        { $$ = item_show(p, $1, $3, @3, NULL); }
    | shows ',' expr AS name                { $$ = item_show(p, $1, $3, @3, &$5); }
    ;

pack_body
    : %empty                                { $$ = item_body_new(p); }
    | pack_body VERSION STRING
        { if (CLAUSE($1, VERSION, $2)) $1->pack.version = build_text(&$3); }
    | pack_body DESCRIPTION STRING
        { if (CLAUSE($1, DESCRIPTION, $2)) $1->pack.description = build_text(&$3); }
    | pack_body LANGUAGE expr               { if (CLAUSE($1, LANGUAGE, $2)) $1->pack.language = $3; }
    ;

source_body
    : %empty                                { $$ = item_body_new(p); }
    | source_body DOC STRING                { if (CLAUSE($1, DOC, $2)) $1->source.doc = build_text(&$3); }
    | source_body TIME postfix              { if (CLAUSE($1, TIME, $2)) $1->source.time = $3; }
    | source_body ID postfix                { if (CLAUSE($1, ID, $2)) $1->source.id = $3; }
    | source_body INDEX exprs
        { if (CLAUSE($1, INDEX, $2)) $1->source.index = build_exprs_done($3); }
    | source_body ENVELOPE exprs
        { if (CLAUSE($1, ENVELOPE, $2)) $1->source.envelopes = build_exprs_done($3); }
    | source_body COLUMNS columns
        { if (CLAUSE($1, COLUMNS, $2)) $1->source.columns = build_exprs_done($3); }
    | source_body HAS exprs                 { if (CLAUSE($1, HAS, $2)) $1->source.has = build_exprs_done($3); }
    | source_body FIELDS '{' fields '}'
        { if (CLAUSE($1, FIELDS, $2)) { $1->source.fields = $4.items; $1->source.n_fields = $4.len; } }
    ;

/* Columns are named after fields, so any word will do. */
columns
    : column                                { $$ = build_exprs(p, (struct seq){NULL, 0, 0}, $1); }
    | columns ',' column                    { $$ = build_exprs(p, $1, $3); }
    ;

column
    : word                                  { $$ = build_name_expr(p, &$1); }
    | column '.' word                       { $$ = build_member(p, @$, $1, &$3); }
    ;

fields
    : %empty                                { $$ = (struct seq){NULL, 0, 0}; }
    | fields word type doc_opt
        { $$ = item_field(p, $1, &$2, $3.is_list, &$3.type, &$4, (struct seq){NULL, 0, 0}); }
    | fields word type doc_opt '{' fields '}'
        { $$ = item_field(p, $1, &$2, $3.is_list, &$3.type, &$4, $6); }
    ;

type
    : name                                  { $$.type = $1; $$.is_list = false; }
    | LIST OF name                          { $$.type = $3; $$.is_list = true; }
    ;

doc_opt
    : %empty                                { $$ = (struct token){.kind = 0}; }
    | STRING
    ;

chain_body
    : %empty                                { $$ = item_body_new(p); }
    | chain_body DOC STRING                 { if (CLAUSE($1, DOC, $2)) $1->chain.doc = build_text(&$3); }
    | chain_body FROM name                  { if (CLAUSE($1, FROM, $2)) $1->chain.from = build_name(&$3); }
    | chain_body VALUE expr                 { if (CLAUSE($1, VALUE, $2)) $1->chain.value = $3; }
    | chain_body KEY expr                   { if (CLAUSE($1, KEY, $2)) $1->chain.key = $3; }
    | chain_body ISSUED expr                { if (CLAUSE($1, ISSUED, $2)) $1->chain.issued = $3; }
    | chain_body UNTIL expr                 { if (CLAUSE($1, UNTIL, $2)) $1->chain.until = $3; }
    | chain_body MATCH expr                 { if (CLAUSE($1, MATCH, $2)) $1->chain.match = $3; }
    ;

/* Which rules: names with `*` for any part, or a pattern as a string. */
glob
    : STRING
    | glob_parts
    ;

glob_parts
    : name
    | '*'                                   { $$ = (struct token){.span = @1, .text = STR("*")}; }
    | glob_parts '.' word                   { $$ = build_dotted(p, &$1, &$3); }
    | glob_parts '.' '*'
        { $$ = build_dotted(p, &$1, &(struct token){.span = @3, .text = STR("*")}); }
    ;

tune_body
    : %empty                                { $$ = item_body_new(p); }
    | tune_body SEVERITY severity_word
        { if (CLAUSE($1, SEVERITY, $2)) $1->tune.severity = build_text(&$3); }
    | tune_body RISK expr                   { if (CLAUSE($1, RISK, $2)) $1->tune.risk = $3; }
    | tune_body EXCEPT expr                 { if (CLAUSE($1, EXCEPT, $2)) $1->tune.except = $3; }
    | tune_body DISABLE STRING
        { if (CLAUSE($1, DISABLE, $2)) $1->tune.disable = build_text(&$3); }
    | tune_body tuned_word options          { item_tune_options(p, $1, &$2, $3); }
    ;

tuned_word
    : primitive_word
    | pred_word
    | SPIKE
    | ELAPSED
    ;

expr
    : conjunction
    | or_run                                { $$ = build_run(p, AST_OR, $1); }
    ;

or_run
    : conjunction OR conjunction
        { $$ = build_links(p, build_links(p, (struct seq){NULL, 0, 0}, @1, $1, @1), @2, $3, @3); }
    | or_run OR conjunction                 { $$ = build_links(p, $1, @2, $3, @3); }
    ;

conjunction
    : negation
    | and_run                               { $$ = build_run(p, AST_AND, $1); }
    ;

and_run
    : negation AND negation
        { $$ = build_links(p, build_links(p, (struct seq){NULL, 0, 0}, @1, $1, @1), @2, $3, @3); }
    | and_run AND negation                  { $$ = build_links(p, $1, @2, $3, @3); }
    ;

negation
    : comparison
    | NOT negation                          { $$ = build_unary(p, @$, AST_NOT, @1, $2); }
    ;

comparison
    : sum
    | sum equality sum                      { $$ = build_binary(p, @$, $2, @2, $1, $3); }
    | sum order sum                         { $$ = build_binary(p, @$, $2, @2, $1, $3); }
    | sum wordop sum                        { $$ = build_binary(p, @$, $2, @2, $1, $3); }
    | sum '=' sum                           { $$ = build_single_equals(p, @$, @2, $1, $3); }
    | sum NOT wordop sum
        { $$ = build_unary(p, @$, AST_NOT, @2, build_binary(p, @$, $3, @3, $1, $4)); }
    ;

equality
    : EQ                                    { $$ = AST_EQ; }
    | NE                                    { $$ = AST_NE; }
    ;

order
    : '<'                                   { $$ = AST_LT; }
    | LE                                    { $$ = AST_LE; }
    | '>'                                   { $$ = AST_GT; }
    | GE                                    { $$ = AST_GE; }
    ;

wordop
    : IN                                    { $$ = AST_IN; }
    | LIKE                                  { $$ = AST_LIKE; }
    | ILIKE                                 { $$ = AST_ILIKE; }
    | MATCHES                               { $$ = AST_MATCHES; }
    | CONTAINS                              { $$ = AST_CONTAINS; }
    ;

sum
    : term
    | sum '+' term                          { $$ = build_binary(p, @$, AST_ADD, @2, $1, $3); }
    | sum '-' term                          { $$ = build_binary(p, @$, AST_SUB, @2, $1, $3); }
    ;

term
    : unary
    | term '*' unary                        { $$ = build_binary(p, @$, AST_MUL, @2, $1, $3); }
    | term '/' unary                        { $$ = build_binary(p, @$, AST_DIV, @2, $1, $3); }
    ;

unary
    : postfix
    | '-' unary                             { $$ = build_unary(p, @$, AST_NEG, @1, $2); }
    ;

postfix
    : primary
    | postfix '.' word                      { $$ = build_member(p, @$, $1, &$3); }
    | postfix '[' STRING ']'                { $$ = build_member(p, @$, $1, &$3); }
    | postfix '[' INT ']'                   { $$ = build_index(p, @$, $1, &$3); }
    | postfix '[' '*' ']'                   { $$ = build_each(p, @$, $1); }
    ;

primary
    : name                                  { $$ = build_name_expr(p, &$1); }
    | name '(' items_opt ')'                { $$ = build_call(p, @$, &$1, $3); }
    | STRING                                { $$ = build_literal(p, &$1); }
    | INT                                   { $$ = build_literal(p, &$1); }
    | NUMBER                                { $$ = build_literal(p, &$1); }
    | TRUE                                  { $$ = build_literal(p, &$1); }
    | FALSE                                 { $$ = build_literal(p, &$1); }
    | NULL                                  { $$ = build_literal(p, &$1); }
    | REGEX                                 { $$ = build_regex(p, &$1); }
    | '(' expr ')'                          { $$ = $2; $$->in_parens = true; }
    | '(' expr ',' ')'
        { $$ = build_list(p, @$, build_exprs(p, (struct seq){NULL, 0, 0}, $2)); }
    | '(' expr ',' items ')'
        { $$ = build_list(p, @$, build_exprs_front(p, $2, $4)); }
    | '[' items_opt ']'                     { $$ = build_list(p, @$, $2); }
    | primitive
    ;

items_opt
    : %empty                                { $$ = (struct seq){NULL, 0, 0}; }
    | items
    ;

/* A trailing comma is allowed. */
items
    : exprs
    | exprs ','
    ;

exprs
    : expr                                  { $$ = build_exprs(p, (struct seq){NULL, 0, 0}, $1); }
    | exprs ',' expr                        { $$ = build_exprs(p, $1, $3); }
    ;

/* The options follow a comma as the next expression of a list does. The parts are
 * nested so that nothing has to be reduced before that comma is read. */
primitive
    : primitive_word '(' primitive_args ')' { $$ = build_primitive(p, @$, &$1, $3); }
    | SPIKE '(' spike_args ')'              { $$ = build_primitive(p, @$, &$1, $3); }
    | pred_word '(' pred_args ')'           { $$ = build_primitive(p, @$, &$1, $3); }
    | ELAPSED '(' primitive_args ')'        { $$ = build_primitive(p, @$, &$1, $3); }
    | ELAPSED '(' ')'
        { $$ = build_primitive(p, @$, &$1, build_tail(p, (struct seq){NULL, 0, 0})); }
    ;

primitive_word
    : PRIMITIVE
    | COUNT
    | DISTINCT
    | SUM
    ;

primitive_args
    : exprs for_tail                        { $$ = $2; $$->v = build_exprs_done($1); }
    | FOR exprs where_tail                  { $$ = $3; $$->k = build_exprs_done($2); }
    | WHERE expr options_tail               { $$ = $3; $$->where = $2; }
    | options                               { $$ = build_tail(p, $1); }
    ;

pred_word
    : SEEN
    | ABSENT
    ;

pred_args
    : expr pred_tail                        { $$ = $2; $$->pred = $1; }
    | expr FROM name pred_tail              { $$ = $4; $$->pred = $1; $$->from = build_name(&$3); }
    ;

pred_tail
    : options_tail
    | FOR exprs options_tail                { $$ = $3; $$->k = build_exprs_done($2); }
    ;

spike_args
    : COUNT for_tail                        { $$ = $2; $$->measure = MEASURE_COUNT; }
    | DISTINCT exprs for_tail
        { $$ = $3; $$->measure = MEASURE_DISTINCT; $$->v = build_exprs_done($2); }
    | SUM expr for_tail
        { $$ = $3; $$->measure = MEASURE_SUM; $$->v = build_exprs_one(p, $2); }
    ;

for_tail
    : where_tail
    | FOR exprs where_tail                  { $$ = $3; $$->k = build_exprs_done($2); }
    ;

where_tail
    : options_tail
    | WHERE expr options_tail               { $$ = $3; $$->where = $2; }
    ;

options_tail
    : %empty                                { $$ = build_tail(p, (struct seq){NULL, 0, 0}); }
    | ',' options                           { $$ = build_tail(p, $2); }
    ;

options
    : option_word expr                      { $$ = build_option(p, (struct seq){NULL, 0, 0}, @$, &$1, $2); }
    | options ',' option_word expr          { $$ = build_option(p, $1, build_span(@3, @4), &$3, $4); }
    ;

option_word
    : OPTION
    | PER
    ;

/* A name, or a word that has a meaning in one place only. */
name
    : NAME
    | AS | EVERY | COLUMN | LANGUAGE | DOC | TIME | ID | INDEX | ENVELOPE | FIELDS | OF
    | COLUMNS | HAS | VALUE | KEY | ISSUED | UNTIL | EXCEPT | DISABLE
    ;

/* After a dot, and as the name of a declared field, any word will do. */
word
    : name
    | PACK | IMPORT | SOURCE | LET | LIST | RULE | CHAIN | TUNE
    | TITLE | SEVERITY | RISK | ATTACK | TAGS | REFERENCES | FALSEPOSITIVES | DESCRIPTION
    | AUTHOR | VERSION | RUNBOOK | STATUS | MATCH | WHEN | SHOW | ONCE
    | AND | OR | NOT | IN | LIKE | ILIKE | MATCHES | CONTAINS
    | TRUE | FALSE | NULL | FOR | WHERE
    | PRIMITIVE | SPIKE | COUNT | DISTINCT | SUM | OPTION | PER
    | SEEN | ABSENT | ELAPSED | TEST | FROM
    ;

%%

static int grammar_lex(YYSTYPE *value, struct span *at, struct parser *p)
{
    stream_next(p, &value->token);
    *at = value->token.span;
    return value->token.kind;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *p)
{
    yysymbol_kind_t expected[YYNTOKENS];
    const char *names[YYNTOKENS];
    int n = yypcontext_expected_tokens(context, expected, YYNTOKENS);
    if (n < 0)
        return n;
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (expected[i] != YYSYMBOL_RESUME && expected[i] != YYSYMBOL_YYerror)
            names[kept++] = yysymbol_name(expected[i]);
    }
    syntax_report(p, yypcontext_token(context) == YYSYMBOL_BROKEN, names, kept);
    if (!p->is_expr)
        item_broken(p);
    stream_recover(p);
    return 0;
}

/* Only called when bison's stack is full, which the limits of stream.c exclude. */
static void grammar_error(const struct span *at, struct parser *p, const char *message)
{
    (void)message;
    parser_report(p, DIAG_E019, *at, "nested too deeply");
}
