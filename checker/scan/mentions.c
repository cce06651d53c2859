/* mentions.c - a walk from names to definitions and the names in them, breadth first; see mentions.h.
 *
 * Names and definitions that others can see are in one table. What a source defines for itself alone is looked up when it is reached. */
#include "scan/mentions.h"

#include "base/arena.h"

#define NO_DEFINITION UINT32_MAX

typedef struct Name {
    ScanName name;
    bool is_used;     /* by whoever may mean the definition of another file */
    bool is_near;     /* code with value tasks is among them */
    bool is_variable; /* some source defines one that others can see */
    uint32_t first;   /* of its definitions that others can see */
} Name;

typedef struct File {
    ScanWords words;
    gint number;          /* as scan_mentions_add got it */
    uint32_t definition;  /* the number of its first */
    uint32_t *own;        /* per name of a source, the first of its definitions there; NULL: nobody asked */
    bool is_told;
} File;

typedef struct Definition {
    uint32_t file;
    bool is_reached, is_near;
    uint32_t next, next_own; /* of the same name: in the table, in its file */
} Definition;

struct ScanMentions {
    BaseArena *arena;
    GHashTable *names;   /* ScanName -> Name */
    GArray *files;       /* File */
    GArray *definitions; /* Definition: those of one file after the other */
    GArray *reached;     /* uint32_t, in the order in which they were reached */
    guint next;
};

ScanMentions *scan_mentions_new(void)
{
    ScanMentions *mentions = g_new0(ScanMentions, 1);
    mentions->arena = base_arena_new();
    mentions->names = g_hash_table_new(g_int64_hash, g_int64_equal);
    mentions->files = g_array_new(FALSE, FALSE, sizeof(File));
    mentions->definitions = g_array_new(FALSE, FALSE, sizeof(Definition));
    mentions->reached = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return mentions;
}

void scan_mentions_free(ScanMentions *mentions)
{
    g_hash_table_unref(mentions->names);
    g_array_unref(mentions->files);
    g_array_unref(mentions->definitions);
    g_array_unref(mentions->reached);
    base_arena_free(mentions->arena);
    g_free(mentions);
}

static Definition *definition_at(const ScanMentions *mentions, uint32_t index)
{
    return &g_array_index(mentions->definitions, Definition, index);
}

static File *file_of(const ScanMentions *mentions, const Definition *definition)
{
    return &g_array_index(mentions->files, File, definition->file);
}

/* What the file says of it. */
static const ScanDefinition *words_of(const ScanMentions *mentions, uint32_t index)
{
    const File *file = file_of(mentions, definition_at(mentions, index));
    return &file->words.definitions[index - file->definition];
}

static Name *name_of(ScanMentions *mentions, ScanName wanted)
{
    Name *name = g_hash_table_lookup(mentions->names, &wanted);
    if (name == NULL) {
        name = BASE_NEW(mentions->arena, Name);
        *name = (Name){.name = wanted, .first = NO_DEFINITION};
        g_hash_table_insert(mentions->names, &name->name, name);
    }
    return name;
}

/* --- what leads where --- */

static void reach(ScanMentions *mentions, uint32_t index, bool is_near)
{
    Definition *definition = definition_at(mentions, index);
    if (definition->is_reached)
        return;
    definition->is_reached = true;
    definition->is_near = is_near;
    g_array_append_val(mentions->reached, index);
}

static void use(ScanMentions *mentions, ScanName wanted, bool is_near)
{
    Name *name = name_of(mentions, wanted);
    if (name->is_used)
        return;
    name->is_used = true;
    name->is_near = is_near;
    for (uint32_t i = name->first; i != NO_DEFINITION; i = definition_at(mentions, i)->next)
        reach(mentions, i, is_near);
}

static void list_own(ScanMentions *mentions, File *file)
{
    file->own = BASE_NEW_ARRAY(mentions->arena, uint32_t, file->words.name_count);
    for (uint32_t i = 0; i < file->words.name_count; i++)
        file->own[i] = NO_DEFINITION;
    for (uint32_t i = file->words.definition_count; i-- > 0;) {
        uint32_t *first = &file->own[file->words.definitions[i].name];
        definition_at(mentions, file->definition + i)->next_own = *first;
        *first = file->definition + i;
    }
}

/* A name that is used in a source: its own definitions are meant, or, where none is hidden, those that others can see. */
static void use_in_source(ScanMentions *mentions, File *file, uint32_t name)
{
    bool is_own = false;
    if (file->own == NULL)
        list_own(mentions, file);
    for (uint32_t i = file->own[name]; i != NO_DEFINITION; i = definition_at(mentions, i)->next_own) {
        is_own = is_own || (words_of(mentions, i)->marks & SCAN_HIDDEN) != 0;
        reach(mentions, i, false);
    }
    if (!is_own)
        use(mentions, file->words.names[name], false);
}

bool scan_mentions_next(ScanMentions *mentions, gint *number, bool *is_near)
{
    while (mentions->next < mentions->reached->len) {
        uint32_t index = g_array_index(mentions->reached, uint32_t, mentions->next++);
        const ScanDefinition *words = words_of(mentions, index);
        File *file = file_of(mentions, definition_at(mentions, index));
        for (uint32_t i = 0; i < words->count; i++) {
            uint32_t name = file->words.words[words->first + i];
            if (file->number == SCAN_HEADER)
                use(mentions, file->words.names[name], false);
            else
                use_in_source(mentions, file, name);
        }
        if (file->number == SCAN_HEADER || (words->marks & SCAN_HIDDEN) != 0 || file->is_told)
            continue;
        file->is_told = true;
        *number = file->number;
        *is_near = definition_at(mentions, index)->is_near;
        return true;
    }
    return false;
}

static gint compare(gconstpointer one, gconstpointer other)
{
    const ScanName *a = one, *b = other;
    return (*a > *b) - (*a < *b);
}

void scan_mentions_variables(const ScanMentions *mentions, GArray *near, GArray *further)
{
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, mentions->names);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Name *name = value;
        if (name->is_used && name->is_variable)
            g_array_append_val(name->is_near ? near : further, name->name);
    }
    g_array_sort(near, compare);
    g_array_sort(further, compare);
}

/* --- what is known --- */

void scan_mentions_use(ScanMentions *mentions, const ScanWords *words, bool is_header)
{
    uint8_t wanted = is_header ? SCAN_MEANS_INSIDE : SCAN_MEANS;
    for (uint32_t i = 0; i < words->name_count; i++)
        if ((words->uses[i] & wanted) != 0)
            use(mentions, words->names[i], true);
}

/* Into the table, where others can see it. */
static void show(ScanMentions *mentions, const ScanDefinition *words, ScanName wanted, uint32_t index)
{
    Name *name = name_of(mentions, wanted);
    Definition *definition = definition_at(mentions, index);
    bool is_source = file_of(mentions, definition)->number != SCAN_HEADER;
    definition->next = name->first;
    name->first = index;
    name->is_variable = name->is_variable || (is_source && (words->marks & SCAN_VARIABLE) != 0);
    if (name->is_used)
        reach(mentions, index, name->is_near);
}

void scan_mentions_add(ScanMentions *mentions, const ScanWords *words, gint number)
{
    File file = {.words = *words, .number = number, .definition = mentions->definitions->len};
    uint32_t file_index = mentions->files->len;
    g_array_append_val(mentions->files, file);
    for (uint32_t i = 0; i < words->definition_count; i++) {
        const ScanDefinition *one = &words->definitions[i];
        Definition definition = {.file = file_index, .next = NO_DEFINITION, .next_own = NO_DEFINITION};
        g_array_append_val(mentions->definitions, definition);
        if (number == SCAN_HEADER || (one->marks & SCAN_HIDDEN) == 0)
            show(mentions, one, words->names[one->name], file.definition + i);
    }
}
