/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine is: read from its definition in the background, and again when it changes. */

#include "config.h"

#include "ui/domain/overview-page.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/overview-facts.h"
#include "ui/domain/overview-row.h"
#include "widgets/pieces.h"

/* Made between two frames: all of them together would be a stall. */
#define ROWS_AT_ONCE 4

typedef struct
{
  AdwPreferencesGroup *group;
  GPtrArray *facts; /* (nullable): what it is to show */
  GPtrArray *rows;  /* what there is of that */
} Section;

enum
{
  MACHINE,
  RESOURCES,
  DISKS,
  NICS,
  SCREENS,
  NOTES,
  N_SECTIONS,
};

struct _HangarOverviewPage
{
  AdwBin parent_instance;

  HangarDomain *domain;
  HangarOsCatalog *os_catalog;
  HangarDomainConfig *config; /* what is shown */
  GCancellable *cancellable;
  gboolean loading;
  gboolean stale; /* to be read (again) as soon as somebody looks */
  Section sections[N_SECTIONS];
  HangarPieces *pieces; /* rows that are missing */

  GtkWidget *problem_group;
  GtkLabel *problem_label;
  AdwPreferencesGroup *machine_group;
  AdwPreferencesGroup *resources_group;
  AdwPreferencesGroup *disks_group;
  AdwPreferencesGroup *nics_group;
  AdwPreferencesGroup *screens_group;
  AdwPreferencesGroup *notes_group;
};

G_DEFINE_FINAL_TYPE (HangarOverviewPage, hangar_overview_page, ADW_TYPE_BIN)

static void
show_row (Section *section, guint i)
{
  const HangarFact *fact = section->facts->pdata[i];

  hangar_overview_row_set_fact (section->rows->pdata[i], fact->title, fact->text);
}

/* Adds rows that are missing, so many at most; returns how many. */
static guint
add_rows (Section *section, guint most)
{
  guint n = 0;

  for (; n < most && section->facts != NULL && section->rows->len < section->facts->len; n++)
    {
      GtkWidget *row = hangar_overview_row_new ();

      g_ptr_array_add (section->rows, row);
      show_row (section, section->rows->len - 1);
      adw_preferences_group_add (section->group, row);
      gtk_widget_set_visible (GTK_WIDGET (section->group), TRUE);
    }
  return n;
}

static gboolean
fill_cb (gpointer user_data)
{
  HangarOverviewPage *self = user_data;
  guint n = 0;

  for (guint i = 0; i < N_SECTIONS; i++)
    n += add_rows (&self->sections[i], ROWS_AT_ONCE - n);
  return n == ROWS_AT_ONCE;
}

/* Takes @facts. Rows are kept, so that focus and scrolling stay where they are. */
static void
show_facts (HangarOverviewPage *self, guint which, GPtrArray *facts)
{
  Section *section = &self->sections[which];
  GPtrArray *rows = section->rows;

  g_clear_pointer (&section->facts, g_ptr_array_unref);
  section->facts = facts;
  while (rows->len > facts->len)
    {
      adw_preferences_group_remove (section->group, rows->pdata[rows->len - 1]);
      g_ptr_array_remove_index (rows, rows->len - 1);
    }
  for (guint i = 0; i < rows->len; i++)
    show_row (section, i);
  gtk_widget_set_visible (GTK_WIDGET (section->group), rows->len > 0);
  if (rows->len < facts->len)
    hangar_pieces_start (self->pieces);
}

static const char *
os_name (HangarOverviewPage *self)
{
  HangarOs *os;

  if (self->config->os_id == NULL)
    return NULL;
  if (self->os_catalog == NULL || !hangar_os_catalog_is_loaded (self->os_catalog))
    return self->config->os_id;
  os = hangar_os_catalog_lookup (self->os_catalog, self->config->os_id);
  return os != NULL && !hangar_os_is_unknown (os) ? hangar_os_get_name (os) : self->config->os_id;
}

static void
show_machine (HangarOverviewPage *self)
{
  if (self->config != NULL)
    show_facts (self, MACHINE, hangar_facts_of_machine (self->domain, self->config, os_name (self)));
}

static void
show_config (HangarOverviewPage *self)
{
  show_machine (self);
  show_facts (self, RESOURCES, hangar_facts_of_resources (self->config));
  show_facts (self, DISKS, hangar_facts_of_disks (self->config));
  show_facts (self, NICS, hangar_facts_of_nics (self->config));
  show_facts (self, SCREENS, hangar_facts_of_screens (self->config));
  show_facts (self, NOTES, hangar_facts_of_notes (self->config));
}

static void
show_problem (HangarOverviewPage *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (error != NULL)
    /* Translators: %s is what the host answered */
    text = g_strdup_printf (_ ("Its definition could not be read: %s"), error->message);
  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->problem_group, text != NULL);
}

static void load (HangarOverviewPage *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  HangarDomainConfig *config = hangar_domain_config_load_finish (HANGAR_DOMAIN (source), result, &error);
  HangarOverviewPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  self->loading = FALSE;
  show_problem (self, error);
  if (config != NULL)
    {
      g_clear_pointer (&self->config, hangar_domain_config_free);
      self->config = config;
      show_config (self);
    }
  load (self);
}

static void
load (HangarOverviewPage *self)
{
  if (!self->stale || self->loading || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !hangar_domain_get_available (self->domain))
    return;
  self->stale = FALSE;
  self->loading = TRUE;
  hangar_domain_config_load_async (self->domain, FALSE, self->cancellable, loaded_cb, self);
}

static void
definition_changed (HangarOverviewPage *self)
{
  self->stale = TRUE;
  show_machine (self);
  load (self);
}

static void
os_catalog_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarOverviewPage) self = user_data;

  if (hangar_os_catalog_load_finish (HANGAR_OS_CATALOG (source), result, NULL) && self->domain != NULL)
    show_machine (self);
}

static void
hangar_overview_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_overview_page_parent_class)->map (widget);

  load (HANGAR_OVERVIEW_PAGE (widget));
}

static void
hangar_overview_page_dispose (GObject *object)
{
  HangarOverviewPage *self = HANGAR_OVERVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  hangar_pieces_stop (self->pieces);
  g_clear_object (&self->domain);
  g_clear_object (&self->os_catalog);

  G_OBJECT_CLASS (hangar_overview_page_parent_class)->dispose (object);
}

static void
hangar_overview_page_finalize (GObject *object)
{
  HangarOverviewPage *self = HANGAR_OVERVIEW_PAGE (object);

  g_clear_pointer (&self->config, hangar_domain_config_free);
  g_object_unref (self->cancellable);
  hangar_pieces_free (self->pieces);
  for (guint i = 0; i < N_SECTIONS; i++)
    {
      g_clear_pointer (&self->sections[i].facts, g_ptr_array_unref);
      g_ptr_array_unref (self->sections[i].rows);
    }

  G_OBJECT_CLASS (hangar_overview_page_parent_class)->finalize (object);
}

static void
hangar_overview_page_class_init (HangarOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_overview_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_overview_page_finalize;
  widget_class->map = hangar_overview_page_map;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/overview-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, problem_group);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, machine_group);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, resources_group);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, disks_group);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, nics_group);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, screens_group);
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewPage, notes_group);
}

static void
hangar_overview_page_init (HangarOverviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->stale = TRUE;
  self->pieces = hangar_pieces_new (GTK_WIDGET (self), fill_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_SECTIONS; i++)
    self->sections[i].rows = g_ptr_array_new ();
  self->sections[MACHINE].group = self->machine_group;
  self->sections[RESOURCES].group = self->resources_group;
  self->sections[DISKS].group = self->disks_group;
  self->sections[NICS].group = self->nics_group;
  self->sections[SCREENS].group = self->screens_group;
  self->sections[NOTES].group = self->notes_group;
}

/**
 * hangar_overview_page_new:
 * @domain: a machine
 *
 * Returns: (transfer floating): the page; it asks the host when it is first looked at
 */
GtkWidget *
hangar_overview_page_new (HangarDomain *domain)
{
  HangarOverviewPage *self = g_object_new (HANGAR_TYPE_OVERVIEW_PAGE, NULL);
  static const char *const shown[] = { "notify::operation", "notify::name", "notify::title",
                                       "notify::autostart" };
  static const char *const defining[] = { "definition-changed", "notify::state", "notify::available" };

  self->domain = g_object_ref (domain);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    g_signal_connect_object (domain, shown[i], G_CALLBACK (show_machine), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (defining); i++)
    g_signal_connect_object (domain, defining[i], G_CALLBACK (definition_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * hangar_overview_page_set_os_catalog:
 * @self: the page
 * @os_catalog: (nullable): knows the names of operating systems
 */
void
hangar_overview_page_set_os_catalog (HangarOverviewPage *self, HangarOsCatalog *os_catalog)
{
  if (!g_set_object (&self->os_catalog, os_catalog) || os_catalog == NULL)
    return;
  if (hangar_os_catalog_is_loaded (os_catalog))
    show_machine (self);
  else
    hangar_os_catalog_load_async (os_catalog, self->cancellable, os_catalog_loaded_cb, g_object_ref (self));
}
