/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/create: each page and form by itself, filled and read back, on libvirt's test driver; and that what
 * people see of daemons and files is never markup. */

#include <adwaita.h>
#include <glib/gstdio.h>

#include "model/connection-list.h"
#include "model/search-access.h"
#include "tests/manager/find.h"
#include "tests/wait.h"
#include "ui/create/access-form.h"
#include "ui/create/advanced-form.h"
#include "ui/create/create-page.h"
#include "ui/create/definition-page.h"
#include "ui/create/disk-form.h"
#include "ui/create/field-text.h"
#include "ui/create/import-form.h"
#include "ui/create/medium-form.h"
#include "ui/create/name-form.h"
#include "ui/create/network-form.h"
#include "ui/create/new-machine-dialog.h"
#include "ui/create/os-chooser.h"
#include "ui/create/os-form.h"
#include "ui/create/progress-page.h"
#include "ui/create/size-form.h"
#include "ui/create/spec-text.h"
#include "ui/create/start-page.h"
#include "ui/create/summary-page.h"
#include "ui/create/volume-dialog.h"
#include "ui/dialogs/new-machines-group.h"

#define MIB (G_GUINT64_CONSTANT (1) << 20)
#define GIB (G_GUINT64_CONSTANT (1) << 30)

typedef struct
{
  HangarSettings *settings;
  HangarConnectionList *connections;
  HangarConnection *host;
  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  HangarOsCatalog *catalog;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = hangar_settings_new ();
  fixture->connections = hangar_connection_list_new (fixture->settings);
  fixture->host = hangar_connection_list_add (fixture->connections, "test:///default", NULL, FALSE);
  hangar_connection_open (fixture->host);
  WAIT_FOR (hangar_connection_get_state (fixture->host) == HANGAR_CONNECTION_OPEN);
  fixture->spec = hangar_guest_spec_new ();
  fixture->hosts = hangar_host_choice_new (fixture->connections, NULL, fixture->spec);
  fixture->catalog = hangar_os_catalog_new ();
  WAIT_FOR (hangar_guest_spec_get_host (fixture->spec) != NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer watched = fixture->host;

  g_clear_object (&fixture->hosts);
  g_clear_object (&fixture->spec);
  g_clear_object (&fixture->catalog);
  g_object_add_weak_pointer (G_OBJECT (fixture->host), &watched);
  hangar_connection_close (fixture->host);
  g_clear_object (&fixture->connections);
  g_clear_object (&fixture->settings);
  WAIT_FOR (watched == NULL);
}

/* Shows it, runs the loop once for the layout, and takes it away again: nothing may keep it alive. */
static GtkWidget *
present (GtkWidget *content)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (gtk_widget_get_mapped (content));
  return window;
}

static void
destroy (GtkWidget *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (watched == NULL);
}

static void
test_host_choice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *none = hangar_host_choice_dup_problem (fixture->hosts);
  g_autofree char *lost = NULL;

  g_assert_null (none);
  g_assert_true (hangar_host_choice_get_selected (fixture->hosts) == fixture->host);
  g_assert_cmpuint (g_list_model_get_n_items (hangar_host_choice_get_hosts (fixture->hosts)), ==, 1);
  hangar_host_choice_ask_again (fixture->hosts);
  hangar_connection_close (fixture->host);
  WAIT_FOR (hangar_connection_get_state (fixture->host) != HANGAR_CONNECTION_OPEN);
  lost = hangar_host_choice_dup_problem (fixture->hosts);
  g_assert_nonnull (lost);
  hangar_connection_open (fixture->host);
  WAIT_FOR (hangar_connection_get_state (fixture->host) == HANGAR_CONNECTION_OPEN);
}

static void
test_size_form (Fixture *fixture, gconstpointer data)
{
  HangarSizeForm *form = g_object_new (HANGAR_TYPE_SIZE_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));
  GtkWidget *spin = find_widget (GTK_WIDGET (form), GTK_TYPE_SPIN_BUTTON, NULL);

  hangar_size_form_set_spec (form, fixture->spec);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 768);
  g_assert_cmpuint (hangar_guest_spec_get_memory (fixture->spec), ==, 768 * MIB);
  hangar_guest_spec_set_memory (fixture->spec, 512 * MIB);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, 512);
  destroy (window);
}

static void
test_name_form (Fixture *fixture, gconstpointer data)
{
  HangarNameForm *form = g_object_new (HANGAR_TYPE_NAME_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));
  GtkWidget *row = find_widget (GTK_WIDGET (form), ADW_TYPE_ENTRY_ROW, NULL);

  hangar_name_form_set_spec (form, fixture->spec);
  gtk_editable_set_text (GTK_EDITABLE (row), "a/b");
  g_assert_cmpstr (hangar_guest_spec_get_name (fixture->spec), ==, "a/b");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  gtk_editable_set_text (GTK_EDITABLE (row), "a & <b>");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  destroy (window);
}

static void
test_disk_form (Fixture *fixture, gconstpointer data)
{
  HangarDiskForm *form = g_object_new (HANGAR_TYPE_DISK_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));
  GtkWidget *spin = find_widget (GTK_WIDGET (form), GTK_TYPE_SPIN_BUTTON, NULL);
  GtkWidget *kind = find_widget (GTK_WIDGET (form), ADW_TYPE_COMBO_ROW, NULL);

  hangar_disk_form_set_hosts (form, fixture->hosts);
  hangar_disk_form_set_spec (form, fixture->spec);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 7);
  g_assert_cmpuint (hangar_guest_spec_get_disk_size (fixture->spec), ==, 7 * GIB);
  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), 1);
  g_assert_cmpint (hangar_guest_spec_get_storage (fixture->spec), ==, HANGAR_GUEST_STORAGE_EXISTING);
  g_assert_false (gtk_widget_get_mapped (spin));
  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), 2);
  g_assert_cmpint (hangar_guest_spec_get_storage (fixture->spec), ==, HANGAR_GUEST_STORAGE_NONE);
  destroy (window);
}

static void
test_network_form (Fixture *fixture, gconstpointer data)
{
  HangarNetworkForm *form = g_object_new (HANGAR_TYPE_NETWORK_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));
  GtkWidget *row = find_widget (GTK_WIDGET (form), ADW_TYPE_COMBO_ROW, NULL);
  GtkWidget *bridge = find_widget (GTK_WIDGET (form), ADW_TYPE_ENTRY_ROW, NULL);
  guint n;
  const char *source;

  hangar_network_form_set_spec (form, fixture->spec);
  n = g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row)));
  g_assert_cmpuint (n, >=, 3);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), n - 1);
  g_assert_cmpint (hangar_guest_spec_get_network (fixture->spec, NULL), ==, HANGAR_GUEST_NETWORK_NONE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), n - 2);
  g_assert_cmpint (hangar_guest_spec_get_network (fixture->spec, NULL), ==, HANGAR_GUEST_NETWORK_BRIDGE);
  gtk_editable_set_text (GTK_EDITABLE (bridge), "br7");
  hangar_guest_spec_get_network (fixture->spec, &source);
  g_assert_cmpstr (source, ==, "br7");
  destroy (window);
}

static void
test_advanced_form (Fixture *fixture, gconstpointer data)
{
  HangarAdvancedForm *form = g_object_new (HANGAR_TYPE_ADVANCED_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));
  GtkWidget *firmware = find_widget (GTK_WIDGET (form), ADW_TYPE_COMBO_ROW, NULL);
  GtkWidget *tpm = find_widget (GTK_WIDGET (form), GTK_TYPE_SWITCH, NULL);

  hangar_advanced_form_set_spec (form, fixture->spec);
  adw_combo_row_set_selected (ADW_COMBO_ROW (firmware), HANGAR_GUEST_FIRMWARE_UEFI);
  g_assert_cmpint (hangar_guest_spec_get_firmware (fixture->spec), ==, HANGAR_GUEST_FIRMWARE_UEFI);
  gtk_switch_set_active (GTK_SWITCH (tpm), TRUE);
  g_assert_true (hangar_guest_spec_get_tpm (fixture->spec));
  hangar_guest_spec_set_tpm (fixture->spec, FALSE);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (tpm)));
  destroy (window);
}

static void
store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
chosen_cb (HangarOsChooser *chooser, HangarOs *os, gpointer user_data)
{
  g_set_object ((HangarOs **) user_data, os);
}

/* Hundreds of systems are known; never more than a few rows are made. */
static void
test_os_chooser (Fixture *fixture, gconstpointer data)
{
  HangarOsChooser *chooser = g_object_new (HANGAR_TYPE_OS_CHOOSER, NULL);
  GtkWidget *window = present (GTK_WIDGET (chooser));
  GtkWidget *list = find_widget (GTK_WIDGET (chooser), GTK_TYPE_LIST_VIEW, NULL);
  GtkWidget *search = find_widget (GTK_WIDGET (chooser), GTK_TYPE_SEARCH_ENTRY, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HangarOs) os = NULL;
  GListModel *shown = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));

  g_signal_connect (chooser, "chosen", G_CALLBACK (chosen_cb), &os);
  hangar_os_chooser_set_catalog (chooser, fixture->catalog);
  hangar_os_catalog_load_async (fixture->catalog, NULL, store_cb, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (hangar_os_catalog_load_finish (fixture->catalog, result, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 20);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "systems.more", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 40);
  g_assert_null (os);
  gtk_editable_set_text (GTK_EDITABLE (search), "windows 11");
  WAIT_FOR (g_list_model_get_n_items (shown) == 1);
  g_signal_emit_by_name (search, "activate");
  g_assert_nonnull (strstr (hangar_os_get_name (os), "11"));
  gtk_editable_set_text (GTK_EDITABLE (search), "there is no such system");
  WAIT_FOR (g_list_model_get_n_items (shown) == 0);
  destroy (window);
}

static void
test_os_form (Fixture *fixture, gconstpointer data)
{
  const HangarOsFacts facts = { .id = "x", .name = "A <b> & C" };
  g_autoptr (HangarOs) os = hangar_os_new (&facts);
  HangarOsForm *form = g_object_new (HANGAR_TYPE_OS_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));

  hangar_os_form_set_catalog (form, fixture->catalog);
  hangar_os_form_set_spec (form, fixture->spec);
  hangar_guest_spec_set_os (fixture->spec, os, TRUE);
  g_assert_nonnull (find_widget (GTK_WIDGET (form), GTK_TYPE_LABEL, "A <b> & C"));
  destroy (window);
}

static void
test_media_forms (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  HangarMediumForm *medium = g_object_new (HANGAR_TYPE_MEDIUM_FORM, NULL);
  HangarImportForm *import = g_object_new (HANGAR_TYPE_IMPORT_FORM, NULL);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/<b>.iso");
  GtkWidget *window;

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (medium));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (import));
  window = present (box);
  hangar_medium_form_set_catalog (medium, fixture->catalog);
  hangar_medium_form_set_settings (medium, fixture->settings);
  hangar_medium_form_set_hosts (medium, fixture->hosts);
  hangar_medium_form_set_spec (medium, fixture->spec);
  hangar_import_form_set_catalog (import, fixture->catalog);
  hangar_import_form_set_hosts (import, fixture->hosts);
  hangar_import_form_set_spec (import, fixture->spec);
  hangar_medium_form_take_file (medium, file);
  g_assert_nonnull (find_widget (GTK_WIDGET (medium), GTK_TYPE_LABEL, "<b>.iso"));
  WAIT_FOR (hangar_guest_spec_is_answered (fixture->spec, HANGAR_GUEST_FIELD_MEDIUM));
  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_import_form_take_file (import, file);
  WAIT_FOR (!hangar_guest_spec_is_import_looking (fixture->spec));
  destroy (window);
}

/* What lets go of a file over a widget does. */
static gboolean
drop_file (GtkWidget *widget, GFile *file)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GValue value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, G_TYPE_FILE);
  g_value_set_object (&value, file);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &taken);
    }
  g_value_unset (&value);
  return taken;
}

/* An image is dropped, an image that was used lately is chosen again; one that is none is not kept. */
static void
test_recent (Fixture *fixture, gconstpointer data)
{
  HangarMediumForm *form = g_object_new (HANGAR_TYPE_MEDIUM_FORM, NULL);
  GtkWidget *window = present (GTK_WIDGET (form));
  g_autofree char *path = NULL;
  g_autofree char *content = g_malloc0 (64 * 1024);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at/all.iso");
  g_auto (GStrv) recent = NULL;
  GtkWidget *button, *list;

  g_close (g_file_open_tmp ("hangar-test-XXXXXX.iso", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, content, 64 * 1024, NULL));
  file = g_file_new_for_path (path);
  hangar_medium_form_set_catalog (form, fixture->catalog);
  hangar_medium_form_set_settings (form, fixture->settings);
  hangar_medium_form_set_hosts (form, fixture->hosts);
  hangar_medium_form_set_spec (form, fixture->spec);
  button = find_widget (GTK_WIDGET (form), GTK_TYPE_MENU_BUTTON, NULL);
  g_assert_false (gtk_widget_get_sensitive (button));

  g_assert_true (drop_file (GTK_WIDGET (form), missing));
  WAIT_FOR (!hangar_guest_spec_is_looking (fixture->spec));
  g_assert_true (drop_file (GTK_WIDGET (form), file));
  g_assert_cmpstr (hangar_guest_spec_get_medium (fixture->spec), ==, path);
  WAIT_FOR (!hangar_guest_spec_is_looking (fixture->spec));
  recent = hangar_settings_get_recent_media (fixture->settings);
  g_assert_cmpuint (g_strv_length (recent), ==, 1);
  g_assert_cmpstr (recent[0], ==, path);

  hangar_guest_spec_set_medium (fixture->spec, NULL, FALSE);
  hangar_medium_form_set_settings (form, fixture->settings);
  g_assert_true (gtk_widget_get_sensitive (button));
  list = find_widget (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), GTK_TYPE_LIST_BOX,
                      NULL);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_cmpstr (hangar_guest_spec_get_medium (fixture->spec), ==, path);
  WAIT_FOR (!hangar_guest_spec_is_looking (fixture->spec));
  destroy (window);
  g_remove (path);
}

static void
test_start_page (Fixture *fixture, gconstpointer data)
{
  const HangarCreateNeeds needs = {
    .spec = fixture->spec, .hosts = fixture->hosts, .settings = fixture->settings, .catalog = fixture->catalog
  };
  HangarStartPage *page = hangar_start_page_new (&needs);
  GtkWidget *window = present (GTK_WIDGET (page));
  g_autoptr (GFile) disk = g_file_new_for_path ("/nowhere/OLD.VDI");
  g_autoptr (GFile) disc = g_file_new_for_path ("/nowhere/new.iso");

  g_assert_null (find_widget (GTK_WIDGET (page), HANGAR_TYPE_IMPORT_FORM, NULL));
  hangar_start_page_take_file (page, disk);
  g_assert_cmpint (hangar_guest_spec_get_way (fixture->spec), ==, HANGAR_GUEST_WAY_IMPORT);
  g_assert_cmpstr (hangar_guest_spec_get_import (fixture->spec), ==, "/nowhere/OLD.VDI");
  hangar_start_page_take_file (page, disc);
  g_assert_cmpint (hangar_guest_spec_get_way (fixture->spec), ==, HANGAR_GUEST_WAY_MEDIUM);
  WAIT_FOR (!hangar_guest_spec_is_looking (fixture->spec));
  WAIT_FOR (!hangar_guest_spec_is_import_looking (fixture->spec));
  destroy (window);
}

static void
test_create_page (Fixture *fixture, gconstpointer data)
{
  HangarCreatePage *page = hangar_create_page_new ("A question?", NULL);
  GtkWidget *label = gtk_label_new ("<i>");
  GtkWidget *window;

  hangar_create_page_add (page, label);
  window = present (GTK_WIDGET (page));
  g_assert_nonnull (find_widget (GTK_WIDGET (page), GTK_TYPE_LABEL, "A question?"));
  g_assert_true (gtk_widget_get_mapped (label));
  destroy (window);
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  HangarSummaryPage *page;
  GtkWidget *window;

  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_guest_spec_set_name (fixture->spec, "a & b");
  page = hangar_summary_page_new (fixture->spec);
  window = present (GTK_WIDGET (page));
  g_assert_nonnull (find_widget (GTK_WIDGET (page), GTK_TYPE_LABEL, "Nothing yet"));
  hangar_guest_spec_set_storage (fixture->spec, HANGAR_GUEST_STORAGE_NONE);
  g_assert_nonnull (find_widget (GTK_WIDGET (page), GTK_TYPE_LABEL, "None"));
  destroy (window);
}

static void
test_spec_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *start = hangar_spec_text_start (fixture->spec);
  g_autofree char *size = hangar_spec_text_size (fixture->spec);
  g_autofree char *disk = hangar_spec_text_disk (fixture->spec);
  g_autofree char *network = hangar_spec_text_network (hangar_guest_spec_get_host (fixture->spec),
                                                       HANGAR_GUEST_NETWORK_VIRTUAL, "<b>");
  g_autofree char *advanced = hangar_spec_text_advanced (fixture->spec);

  g_assert_cmpstr (start, ==, "Not chosen yet");
  g_assert_nonnull (strstr (size, "processor"));
  g_assert_nonnull (strstr (disk, "qcow2"));
  g_assert_cmpstr (network, ==, "“<b>”");
  g_assert_nonnull (strstr (advanced, "BIOS"));
}

static void
test_definition_page (Fixture *fixture, gconstpointer data)
{
  HangarDefinitionPage *page = hangar_definition_page_new (fixture->spec, fixture->hosts);
  GtkWidget *window = present (GTK_WIDGET (page));
  GtkWidget *view = find_widget (GTK_WIDGET (page), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  int first, second;

  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_definition_page_begin (page);
  first = gtk_text_buffer_get_char_count (buffer);
  g_assert_cmpint (first, >, 100);
  gtk_text_buffer_insert_at_cursor (buffer, "typed", -1);
  hangar_definition_page_begin (page);
  second = gtk_text_buffer_get_char_count (buffer);
  g_assert_cmpint (second, ==, first + 5);
  gtk_widget_activate_action (GTK_WIDGET (page), "definition.drop", NULL);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, first);
  destroy (window);
}

static void
append (GtkTextBuffer *buffer, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, -1);
}

/* The host said yes to another text than the one that stands there when its answer comes. */
static void
test_definition_typed (Fixture *fixture, gconstpointer data)
{
  HangarDefinitionPage *page = hangar_definition_page_new (fixture->spec, fixture->hosts);
  GtkWidget *window = present (GTK_WIDGET (page));
  GtkWidget *view = find_widget (GTK_WIDGET (page), GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_definition_page_begin (page);
  append (buffer, "<!-- checked -->");
  gtk_widget_activate_action (GTK_WIDGET (page), "definition.use", NULL);
  append (buffer, "<broken");
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (hangar_guest_spec_get_definition (fixture->spec));

  gtk_widget_activate_action (GTK_WIDGET (page), "definition.drop", NULL);
  append (buffer, "<!-- checked -->");
  gtk_widget_activate_action (GTK_WIDGET (page), "definition.use", NULL);
  WAIT_FOR (hangar_guest_spec_get_definition (fixture->spec) != NULL);
  g_assert_null (strstr (hangar_guest_spec_get_definition (fixture->spec), "broken"));
  destroy (window);
}

static void
test_progress_page (Fixture *fixture, gconstpointer data)
{
  HangarProgressPage *page = hangar_progress_page_new ();
  g_autoptr (HangarJob) job = hangar_job_new ("Create “<b>”");
  GtkWidget *window = present (GTK_WIDGET (page));

  hangar_progress_page_show_job (page, job);
  g_assert_nonnull (find_widget (GTK_WIDGET (page), GTK_TYPE_PROGRESS_BAR, NULL));
  destroy (window);
}

static void
test_volume_dialog (Fixture *fixture, gconstpointer data)
{
  GtkWidget *parent = adw_window_new ();
  HangarVolumeDialog *dialog;
  GtkWidget *stack;

  gtk_window_present (GTK_WINDOW (parent));
  dialog = hangar_volume_dialog_new (GTK_WINDOW (parent), fixture->host, FALSE);
  gtk_window_present (GTK_WINDOW (dialog));
  stack = find_widget (GTK_WIDGET (dialog), GTK_TYPE_STACK, NULL);
  WAIT_FOR (!g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "asking"));
  destroy (GTK_WIDGET (dialog));
  destroy (parent);
}

/* On a host whose machines run as who asks, there is nothing to allow. */
static void
test_access_form (Fixture *fixture, gconstpointer data)
{
  HangarAccessForm *form = hangar_access_form_new (fixture->spec, fixture->hosts);
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (form));
  hangar_guest_spec_set_medium (fixture->spec, "/nowhere/x.iso", FALSE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (form)));
  g_assert_null (hangar_guest_spec_get_blocking (fixture->spec));
  destroy (window);
}

/* A system daemon of this computer whose machines run as somebody who may enter nothing of ours. */
static HangarGuestHost *
make_system_host (void)
{
  HangarVirtOffer *offer = g_new0 (HangarVirtOffer, 1);
  const HangarGuestHostTraits traits = { .driver = "QEMU", .memory = 8 * GIB, .cpus = 4, .local = TRUE };
  HangarVirtPool *pool = g_new0 (HangarVirtPool, 1);

  offer->capabilities = g_strdup (
    "<capabilities><host><cpu><arch>x86_64</arch></cpu><secmodel><model>dac</model>"
    "<baselabel type='kvm'>+54321:+54321</baselabel></secmodel></host><guest><os_type>hvm</os_type>"
    "<arch name='x86_64'><machine>q35</machine><domain type='qemu'/></arch></guest></capabilities>");
  offer->pools = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_pool_free);
  offer->networks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_network_free);
  pool->name = g_strdup ("<i>pool");
  pool->active = TRUE;
  pool->path = g_strdup ("/var/lib/libvirt/images");
  pool->available = 30 * GIB;
  g_ptr_array_add (offer->pools, pool);
  return hangar_guest_host_new (offer, &traits);
}

/* The folder that is in the way is named; a copy into the pool is offered, by the machine's own creation. */
static void
test_access_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-private-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "x.iso", NULL);
  g_autoptr (HangarGuestHost) host = make_system_host ();
  HangarAccessForm *form = hangar_access_form_new (fixture->spec, fixture->hosts);
  g_autofree char *problem = NULL;
  g_autofree char *cured = NULL;
  GtkWidget *window, *copy;

  hangar_guest_spec_set_host (fixture->spec, host, NULL);
  hangar_guest_spec_set_medium (fixture->spec, file, FALSE);
  hangar_guest_spec_set_medium_found (fixture->spec, NULL, NULL);
  WAIT_FOR (hangar_guest_spec_get_blocking (fixture->spec) != NULL);
  window = present (GTK_WIDGET (form));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (form)));
  problem = hangar_guest_spec_dup_problem (fixture->spec, HANGAR_GUEST_FIELD_MEDIUM);
  g_assert_nonnull (strstr (problem, folder));
  g_assert_nonnull (find_widget (GTK_WIDGET (form), GTK_TYPE_LABEL,
                                 "Into “<i>pool”, when the machine is created; the file stays as it is"));

  copy = find_widget (GTK_WIDGET (form), GTK_TYPE_SWITCH, NULL);
  gtk_switch_set_active (GTK_SWITCH (copy), TRUE);
  g_assert_true (hangar_guest_spec_get_copy_medium (fixture->spec));
  cured = hangar_guest_spec_dup_problem (fixture->spec, HANGAR_GUEST_FIELD_MEDIUM);
  g_assert_null (cured);
  destroy (window);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A disk that was to stay where it is, is copied as others are. */
static void
test_access_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-private-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "x.raw", NULL);
  g_autoptr (HangarGuestHost) host = make_system_host ();
  HangarAccessForm *form = hangar_access_form_new (fixture->spec, fixture->hosts);
  const HangarImageHeader image = { file, (char *) "raw", MIB, MIB };
  GtkWidget *window, *copy;

  hangar_guest_spec_set_host (fixture->spec, host, NULL);
  hangar_guest_spec_set_way (fixture->spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_import (fixture->spec, file);
  hangar_guest_spec_set_import_found (fixture->spec, &image, NULL, NULL);
  hangar_guest_spec_set_import_in_place (fixture->spec, TRUE);
  WAIT_FOR (hangar_guest_spec_get_blocking (fixture->spec) != NULL);
  window = present (GTK_WIDGET (form));
  copy = find_widget (GTK_WIDGET (form), GTK_TYPE_SWITCH, NULL);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (copy)));
  gtk_switch_set_active (GTK_SWITCH (copy), TRUE);
  g_assert_false (hangar_guest_spec_get_import_in_place (fixture->spec));
  destroy (window);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_field_text (Fixture *fixture, gconstpointer data)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *window;

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  window = present (group);
  hangar_field_text_update (ADW_ACTION_ROW (row), fixture->spec, HANGAR_GUEST_FIELD_MEDIUM, "<facts>");
  g_assert_nonnull (find_widget (row, GTK_TYPE_LABEL, "<facts>"));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  hangar_guest_spec_set_memory (fixture->spec, 0);
  hangar_field_text_mark (row, fixture->spec, HANGAR_GUEST_FIELD_MEMORY);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  destroy (window);
}

static void
test_defaults_group (Fixture *fixture, gconstpointer data)
{
  HangarNewMachinesGroup *group = g_object_new (HANGAR_TYPE_NEW_MACHINES_GROUP, NULL);
  GtkWidget *window = present (GTK_WIDGET (group));
  GtkWidget *format = find_widget (GTK_WIDGET (group), ADW_TYPE_COMBO_ROW, NULL);
  GtkWidget *memory = find_widget (GTK_WIDGET (group), GTK_TYPE_SPIN_BUTTON, NULL);
  GtkWidget *graphics = find_widget (GTK_WIDGET (group), ADW_TYPE_COMBO_ROW, "_Graphics");
  GtkWidget *cpu = find_widget (GTK_WIDGET (group), ADW_TYPE_COMBO_ROW, "Pro_cessor");
  g_auto (HangarGuestDefaults) defaults = { 0 };

  hangar_new_machines_group_set_settings (group, fixture->settings);
  adw_combo_row_set_selected (ADW_COMBO_ROW (format), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (memory), 1024);
  hangar_settings_get_guest_defaults (fixture->settings, &defaults);
  g_assert_cmpstr (defaults.format, ==, "raw");
  g_assert_cmpuint (defaults.memory, ==, GIB);
  g_assert_false (defaults.spice);
  g_assert_cmpstr (defaults.cpu, ==, "host-passthrough");
  adw_combo_row_set_selected (ADW_COMBO_ROW (graphics), 1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (cpu), 2);
  hangar_guest_defaults_clear (&defaults);
  hangar_settings_get_guest_defaults (fixture->settings, &defaults);
  g_assert_true (defaults.spice);
  g_assert_cmpstr (defaults.cpu, ==, "plain");
  adw_combo_row_set_selected (ADW_COMBO_ROW (graphics), 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (cpu), 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (format), 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (memory), 0);
  destroy (window);
}

/* Only the first page is made when it opens; closed, nothing of it stays. */
static void
test_dialog (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarJobList) jobs = hangar_job_list_new ();
  const HangarNewMachineNeeds needs = { .connections = fixture->connections,
                                        .settings = fixture->settings,
                                        .jobs = jobs,
                                        .catalog = fixture->catalog };
  HangarNewMachineDialog *dialog = hangar_new_machine_dialog_new (&needs);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/x.iso");

  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_nonnull (find_widget (GTK_WIDGET (dialog), HANGAR_TYPE_START_PAGE, NULL));
  g_assert_null (find_widget (GTK_WIDGET (dialog), HANGAR_TYPE_OS_FORM, NULL));
  g_assert_null (find_widget (GTK_WIDGET (dialog), HANGAR_TYPE_SUMMARY_PAGE, NULL));
  g_assert_true (drop_file (GTK_WIDGET (dialog), file));
  WAIT_FOR (find_widget (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "There is no such file.") != NULL);
  destroy (GTK_WIDGET (dialog));
}

#define ADD(path, func) g_test_add ("/create-pages/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("host-choice", test_host_choice);
  ADD ("size-form", test_size_form);
  ADD ("name-form", test_name_form);
  ADD ("disk-form", test_disk_form);
  ADD ("network-form", test_network_form);
  ADD ("advanced-form", test_advanced_form);
  ADD ("os-chooser", test_os_chooser);
  ADD ("os-form", test_os_form);
  ADD ("media-forms", test_media_forms);
  ADD ("recent", test_recent);
  ADD ("start-page", test_start_page);
  ADD ("create-page", test_create_page);
  ADD ("summary-page", test_summary);
  ADD ("spec-text", test_spec_text);
  ADD ("definition-page", test_definition_page);
  ADD ("definition-typed", test_definition_typed);
  ADD ("progress-page", test_progress_page);
  ADD ("volume-dialog", test_volume_dialog);
  ADD ("access-form", test_access_form);
  ADD ("access-copy", test_access_copy);
  ADD ("access-disk", test_access_disk);
  ADD ("field-text", test_field_text);
  ADD ("defaults-group", test_defaults_group);
  ADD ("dialog", test_dialog);
  return g_test_run ();
}
