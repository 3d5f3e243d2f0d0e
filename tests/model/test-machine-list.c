/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/machine-list and model/machine-query: which machines are shown, in which order, and what is told of
 * changes. */

#include "tests/wait.h"

#include "model/domain-list.h"
#include "model/domain-whereabouts.h"
#include "model/machine-load.h"
#include "model/machine-section.h"

/* A host that is never opened: its machines are put into its list by hand. */
typedef struct
{
  HangarConnection *connection;
  GPtrArray *machines; /* of HangarVirtDomain */
} Host;

typedef struct
{
  GListStore *connections;
  Host here;
  Host there;
  HangarMachineList *list;
  GPtrArray *mirror; /* what the list said it has, from its signals alone */
} World;

static void
host_init (Host *host, const char *uri)
{
  host->connection = hangar_connection_new (uri, NULL, FALSE);
  host->machines = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_domain_free);
}

static void
host_clear (Host *host)
{
  g_object_unref (host->connection);
  g_ptr_array_unref (host->machines);
}

static void
apply (Host *host)
{
  hangar_domain_list_apply (HANGAR_DOMAIN_LIST (hangar_connection_get_domains (host->connection)),
                            host->machines);
}

static void
add_machine (Host *host, const char *name, HangarDomainState state)
{
  HangarVirtDomain *machine = g_new0 (HangarVirtDomain, 1);
  g_autofree char *uuid = g_uuid_string_random ();

  g_strlcpy (machine->uuid, uuid, sizeof machine->uuid);
  machine->name = g_strdup (name);
  machine->state = state;
  machine->persistent = TRUE;
  g_ptr_array_add (host->machines, machine);
}

static HangarDomain *
get_machine (Host *host, const char *name)
{
  HangarDomain *domain = hangar_connection_find_domain (host->connection, name);

  g_assert_nonnull (domain);
  return domain;
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, GPtrArray *mirror)
{
  g_assert_cmpuint (position + removed, <=, mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      gpointer item = g_list_model_get_item (model, position + i);

      g_assert_nonnull (item);
      g_ptr_array_insert (mirror, (int) (position + i), item);
    }
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (model));
}

static void
world_init (World *world)
{
  world->connections = g_list_store_new (HANGAR_TYPE_CONNECTION);
  host_init (&world->there, "qemu+ssh://server/system");
  host_init (&world->here, "test:///default");
  g_list_store_append (world->connections, world->there.connection);
  g_list_store_append (world->connections, world->here.connection);
  world->list = hangar_machine_list_new (G_LIST_MODEL (world->connections));
  world->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (world->list, "items-changed", G_CALLBACK (items_changed_cb), world->mirror);
}

static void
world_clear (World *world)
{
  gpointer watched = world->list;

  g_object_add_weak_pointer (G_OBJECT (world->list), &watched);
  g_signal_handlers_disconnect_by_data (world->list, world->mirror);
  g_object_unref (world->list);
  g_assert_null (watched);
  g_ptr_array_unref (world->mirror);
  g_object_unref (world->connections);
  host_clear (&world->here);
  host_clear (&world->there);
}

/* What is shown, such as "[This computer] a b". Both the model and what it told must say so. */
static void
assert_rows (World *world, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_items;

  hangar_machine_list_settle (world->list);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (world->list));
  g_assert_cmpuint (world->mirror->len, ==, n_items);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (world->list), i);

      g_assert_true (g_ptr_array_index (world->mirror, i) == item);
      if (i > 0)
        g_string_append_c (text, ' ');
      if (HANGAR_IS_CONNECTION (item))
        g_string_append_printf (text, "[%s]", hangar_connection_get_label (HANGAR_CONNECTION (item)));
      else
        g_string_append (text, hangar_domain_get_name (HANGAR_DOMAIN (item)));
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (world->list), n_items));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
fill (World *world)
{
  add_machine (&world->here, "web10", HANGAR_DOMAIN_OFF);
  add_machine (&world->here, "Web9", HANGAR_DOMAIN_RUNNING);
  add_machine (&world->here, "db", HANGAR_DOMAIN_PAUSED);
  add_machine (&world->there, "archive", HANGAR_DOMAIN_OFF);
  apply (&world->here);
  apply (&world->there);
}

static void
test_create (void)
{
  World world;

  world_init (&world);
  assert_rows (&world, "");
  g_assert_cmpuint (hangar_machine_list_get_n_shown (world.list), ==, 0);
  world_clear (&world);
}

/* This computer comes first whatever the order of the hosts; a host without machines has no heading. */
static void
test_sections (void)
{
  World world;

  world_init (&world);
  add_machine (&world.there, "archive", HANGAR_DOMAIN_OFF);
  apply (&world.there);
  assert_rows (&world, "[server] archive");
  add_machine (&world.here, "db", HANGAR_DOMAIN_OFF);
  apply (&world.here);
  assert_rows (&world, "[Demonstration host] db [server] archive");
  g_assert_cmpuint (hangar_machine_list_get_n_shown (world.list), ==, 2);
  g_list_store_remove (world.connections, 0);
  assert_rows (&world, "[Demonstration host] db");
  g_list_store_remove (world.connections, 0);
  assert_rows (&world, "");
  g_assert_cmpuint (hangar_machine_list_get_n_machines (world.list), ==, 0);
  world_clear (&world);
}

static void
test_sort (void)
{
  World world;

  world_init (&world);
  fill (&world);
  assert_rows (&world, "[Demonstration host] db Web9 web10 [server] archive");
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_STATE, FALSE);
  g_assert_cmpint (hangar_machine_list_get_sort (world.list), ==, HANGAR_MACHINE_SORT_STATE);
  assert_rows (&world, "[Demonstration host] Web9 db web10 [server] archive");
  hangar_domain_set_state (get_machine (&world.here, "web10"), HANGAR_DOMAIN_RUNNING,
                           HANGAR_DOMAIN_REASON_NONE);
  assert_rows (&world, "[Demonstration host] Web9 web10 db [server] archive");
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_NAME, FALSE);
  assert_rows (&world, "[Demonstration host] db Web9 web10 [server] archive");
  hangar_object_set_name (HANGAR_OBJECT (get_machine (&world.here, "db")), "zz");
  assert_rows (&world, "[Demonstration host] Web9 web10 zz [server] archive");
  world_clear (&world);
}

static void
test_one_host (void)
{
  World world;
  guint position = 99;

  world_init (&world);
  fill (&world);
  hangar_machine_list_set_connection (world.list, world.here.connection);
  g_assert_true (hangar_machine_list_get_connection (world.list) == world.here.connection);
  assert_rows (&world, "db Web9 web10");
  g_assert_cmpuint (hangar_machine_list_get_n_machines (world.list), ==, 3);
  g_assert_true (hangar_machine_list_find (world.list, get_machine (&world.here, "Web9"), &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_false (hangar_machine_list_find (world.list, get_machine (&world.there, "archive"), NULL));

  /* What happens on a host that is not shown does not show. */
  add_machine (&world.there, "backup", HANGAR_DOMAIN_OFF);
  apply (&world.there);
  assert_rows (&world, "db Web9 web10");

  hangar_machine_list_set_connection (world.list, NULL);
  assert_rows (&world, "[Demonstration host] db Web9 web10 [server] archive backup");
  g_assert_true (hangar_machine_list_find (world.list, get_machine (&world.there, "backup"), &position));
  g_assert_cmpuint (position, ==, 6);
  world_clear (&world);
}

static void
test_search (void)
{
  World world;

  world_init (&world);
  fill (&world);
  hangar_machine_list_set_search (world.list, "WEB");
  assert_rows (&world, "[Demonstration host] Web9 web10");
  g_assert_cmpuint (hangar_machine_list_get_n_shown (world.list), ==, 2);
  g_assert_cmpuint (hangar_machine_list_get_n_machines (world.list), ==, 4);
  hangar_machine_list_set_search (world.list, "state:paused");
  assert_rows (&world, "[Demonstration host] db");

  /* Rows come and go as the machines' states do. */
  hangar_domain_set_state (get_machine (&world.there, "archive"), HANGAR_DOMAIN_PAUSED,
                           HANGAR_DOMAIN_REASON_NONE);
  assert_rows (&world, "[Demonstration host] db [server] archive");
  hangar_domain_set_state (get_machine (&world.here, "db"), HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_NONE);
  assert_rows (&world, "[server] archive");
  hangar_machine_list_set_search (world.list, "nowhere");
  assert_rows (&world, "");
  hangar_machine_list_set_search (world.list, NULL);
  assert_rows (&world, "[Demonstration host] db Web9 web10 [server] archive");
  world_clear (&world);
}

/* The same machine stays the same row when the daemon tells its list again, and others come and go around it.
 */
static void
test_same_rows (void)
{
  World world;
  HangarDomain *db;
  guint position;

  world_init (&world);
  fill (&world);
  db = get_machine (&world.here, "db");
  g_ptr_array_remove_index (world.here.machines, 0);
  add_machine (&world.here, "aa", HANGAR_DOMAIN_RUNNING);
  apply (&world.here);
  assert_rows (&world, "[Demonstration host] aa db Web9 [server] archive");
  g_assert_true (hangar_machine_list_find (world.list, db, &position));
  g_assert_cmpuint (position, ==, 2);
  g_ptr_array_set_size (world.here.machines, 0);
  apply (&world.here);
  assert_rows (&world, "[server] archive");
  world_clear (&world);
}

/* Ten thousand machines are shown, searched, sorted and changed without a stall. */
static void
test_many (void)
{
  World world;
  gint64 begin;

  world_init (&world);
  g_signal_handlers_disconnect_by_data (world.list, world.mirror);
  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *name = g_strdup_printf ("vm-%05u", (i * 7919) % 10000);

      add_machine (&world.here, name, i % 3 == 0 ? HANGAR_DOMAIN_RUNNING : HANGAR_DOMAIN_OFF);
    }
  apply (&world.here);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world.list)), ==, 10001);

  begin = g_get_monotonic_time ();
  hangar_machine_list_set_search (world.list, "vm-0999");
  g_test_message ("first search: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - begin);
  g_assert_cmpuint (hangar_machine_list_get_n_shown (world.list), ==, 10);
  begin = g_get_monotonic_time ();
  hangar_machine_list_set_search (world.list, "state:running");
  g_test_message ("search of states: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - begin);
  g_assert_cmpuint (hangar_machine_list_get_n_shown (world.list), ==, 3334);
  hangar_machine_list_set_search (world.list, NULL);
  begin = g_get_monotonic_time ();
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_STATE, FALSE);
  g_test_message ("sort: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - begin);

  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("vm-%05u", i);

      hangar_domain_set_state (get_machine (&world.here, name), HANGAR_DOMAIN_PAUSED,
                               HANGAR_DOMAIN_REASON_NONE);
    }
  g_test_message ("100 changes of state: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - begin);
  world_clear (&world);
}

/* One change shows at once; a burst of them shows together, by itself, and leaves nothing to do. */
static void
test_burst (void)
{
  World world;
  guint n_told;

  world_init (&world);
  fill (&world);
  hangar_machine_list_set_search (world.list, "state:paused");
  hangar_domain_set_state (get_machine (&world.here, "Web9"), HANGAR_DOMAIN_PAUSED,
                           HANGAR_DOMAIN_REASON_NONE);
  g_assert_cmpuint (hangar_machine_list_get_n_shown (world.list), ==, 2);
  hangar_domain_set_state (get_machine (&world.here, "web10"), HANGAR_DOMAIN_PAUSED,
                           HANGAR_DOMAIN_REASON_NONE);
  hangar_domain_set_state (get_machine (&world.here, "db"), HANGAR_DOMAIN_OFF, HANGAR_DOMAIN_REASON_NONE);
  n_told = hangar_machine_list_get_n_shown (world.list);
  g_assert_cmpuint (n_told, ==, 2);
  WAIT_FOR (hangar_machine_list_find (world.list, get_machine (&world.here, "web10"), NULL));
  assert_rows (&world, "[Demonstration host] Web9 web10");
  world_clear (&world);
}

static void
test_entry (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (HangarDomain) first =
    hangar_domain_new (connection, "11111111-1111-1111-1111-111111111111", "same");
  g_autoptr (HangarDomain) second =
    hangar_domain_new (connection, "22222222-2222-2222-2222-222222222222", "same");
  HangarMachineEntry *a = hangar_machine_entry_new (first);
  HangarMachineEntry *b = hangar_machine_entry_new (second);

  g_assert_cmpint (hangar_machine_entry_compare (a, b, HANGAR_MACHINE_SORT_NAME, FALSE), <, 0);
  hangar_domain_set_state (second, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
  hangar_machine_entry_read (b);
  g_assert_cmpint (hangar_machine_entry_compare (a, b, HANGAR_MACHINE_SORT_NAME, FALSE), <, 0);
  g_assert_cmpint (hangar_machine_entry_compare (a, b, HANGAR_MACHINE_SORT_STATE, FALSE), >, 0);
  hangar_machine_entry_free (a);
  hangar_machine_entry_free (b);
}

static void
nothing_cb (void)
{
}

static void
set_os (Host *host, const char *name, const char *os_id)
{
  HangarDomain *domain = get_machine (host, name);
  const HangarVirtSummary summary = { .os_id = (char *) os_id };

  hangar_domain_apply_summary (domain, &summary);
}

/* The other way round, by texts that not every machine has, and by numbers that change by themselves. */
static void
test_orders (void)
{
  World world;

  world_init (&world);
  add_machine (&world.here, "a", HANGAR_DOMAIN_RUNNING);
  add_machine (&world.here, "b", HANGAR_DOMAIN_OFF);
  add_machine (&world.here, "c", HANGAR_DOMAIN_RUNNING);
  apply (&world.here);
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_NAME, TRUE);
  assert_rows (&world, "[Demonstration host] c b a");
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_STATE, TRUE);
  assert_rows (&world, "[Demonstration host] b a c");

  set_os (&world.here, "b", "http://debian.org/debian/12");
  set_os (&world.here, "c", "http://alpinelinux.org/alpinelinux/3.18");
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_OS, FALSE);
  assert_rows (&world, "[Demonstration host] c b a");
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_OS, TRUE);
  assert_rows (&world, "[Demonstration host] b c a");
  set_os (&world.here, "a", "http://fedoraproject.org/fedora/39");
  hangar_machine_list_settle (world.list);
  assert_rows (&world, "[Demonstration host] a b c");

  hangar_domain_set_address (get_machine (&world.here, "a"), "192.168.1.10");
  hangar_domain_set_address (get_machine (&world.here, "c"), "192.168.1.9");
  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_ADDRESS, FALSE);
  assert_rows (&world, "[Demonstration host] c a b");

  hangar_machine_list_set_sort (world.list, HANGAR_MACHINE_SORT_UPTIME, FALSE);
  g_assert_true (hangar_machine_sort_is_by_number (HANGAR_MACHINE_SORT_UPTIME));
  hangar_machine_list_resort (world.list);
  assert_rows (&world, "[Demonstration host] a c b");
  world_clear (&world);
}

/* A section knows by itself what changed. */
static void
test_section (void)
{
  World world;
  HangarMachineRules rules = { .query = hangar_machine_query_new (NULL) };
  HangarMachineSection *section;
  HangarRowsChange change;
  guint position;

  world_init (&world);
  fill (&world);
  section = hangar_machine_section_new (NULL, &rules, world.here.connection);
  g_assert_cmpuint (hangar_machine_section_n_rows (section), ==, 0);
  change = hangar_machine_section_add (section, 0, g_list_model_get_n_items (section->domains),
                                       G_CALLBACK (nothing_cb));
  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, hangar_machine_section_n_rows (section));
  g_assert_true (hangar_machine_section_get_item (section, 0) == world.here.connection);
  g_assert_true (hangar_machine_section_find (section, get_machine (&world.here, "db"), &position));
  g_assert_true (hangar_machine_section_get_item (section, position) == get_machine (&world.here, "db"));
  change = hangar_machine_section_rebuild (section);
  g_assert_cmpuint (change.removed + change.added, ==, 0);
  rules.only = world.there.connection;
  change = hangar_machine_section_rebuild (section);
  g_assert_cmpuint (change.added, ==, 0);
  g_assert_cmpuint (hangar_machine_section_n_rows (section), ==, 0);
  g_assert_false (hangar_machine_section_is_stale (section));
  hangar_machine_section_free (section);
  hangar_machine_query_free (rules.query);
  world_clear (&world);
}

static gboolean
matches (const char *text, HangarDomain *domain)
{
  g_autoptr (HangarMachineQuery) query = hangar_machine_query_new (text);
  g_autofree char *haystack = hangar_machine_query_dup_haystack (domain);

  return hangar_machine_query_matches (query, domain, haystack);
}

static void
test_query (void)
{
  g_autoptr (HangarConnection) connection = hangar_connection_new ("test:///default", NULL, FALSE);
  g_autoptr (HangarDomain) domain =
    hangar_domain_new (connection, "11111111-1111-1111-1111-111111111111", "Web été");
  const HangarVirtSummary summary = {
    .uuid = "11111111-1111-1111-1111-111111111111",
    .title = (char *) "The shop",
    .description = (char *) "Payments, do not stop\nbefore noon",
    .os_id = (char *) "http://debian.org/debian/12",
  };
  g_autoptr (HangarMachineQuery) nothing = hangar_machine_query_new ("  state: ");

  hangar_domain_apply_summary (domain, &summary);
  hangar_domain_set_state (domain, HANGAR_DOMAIN_RUNNING, HANGAR_DOMAIN_REASON_NONE);
  g_assert_true (hangar_machine_query_is_empty (nothing));
  g_assert_true (matches ("ETE", domain));
  g_assert_true (matches ("shop web", domain));
  g_assert_true (matches ("debian", domain));
  g_assert_true (matches ("noon", domain));
  g_assert_true (matches ("web state:run", domain));
  g_assert_true (matches ("state:off state:running", domain));
  g_assert_false (matches ("state:off", domain));
  g_assert_false (matches ("web nothing", domain));
  g_assert_false (matches ("state:running db", domain));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine-list/create", test_create);
  g_test_add_func ("/machine-list/sections", test_sections);
  g_test_add_func ("/machine-list/sort", test_sort);
  g_test_add_func ("/machine-list/one-host", test_one_host);
  g_test_add_func ("/machine-list/search", test_search);
  g_test_add_func ("/machine-list/same-rows", test_same_rows);
  g_test_add_func ("/machine-list/many", test_many);
  g_test_add_func ("/machine-list/burst", test_burst);
  g_test_add_func ("/machine-list/orders", test_orders);
  g_test_add_func ("/machine-section/changes", test_section);
  g_test_add_func ("/machine-entry/compare", test_entry);
  g_test_add_func ("/machine-query/matches", test_query);
  return g_test_run ();
}
