/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/hardware-page, its forms and the dialog that adds devices, on libvirt's test driver. */

#include "hardware-world.h"

#include "model/hardware-apply.h"
#include "model/host-volume.h"
#include "ui/domain/add-device-dialog.h"
#include "ui/domain/disk-delete-check.h"
#include "ui/domain/disk-source-group.h"
#include "ui/domain/drive-group.h"
#include "ui/domain/host-device-group.h"
#include "ui/domain/media-dialog.h"
#include "ui/domain/os-dialog.h"
#include "ui/domain/os-row.h"
#include "virt/storage.h"

/* What the host has is offered in each form, and marks what it has not, whatever is chosen. */
static void
test_offer (Fixture *f, gconstpointer data)
{
  static const char capabilities[] =
    "<domainCapabilities><os><enum name='firmware'><value>efi</value></enum></os>"
    "<cpu><mode name='custom'><model usable='yes'>qemu64</model><model usable='no'>Other</model></mode></cpu>"
    "<devices><disk><enum name='bus'><value>virtio</value></enum></disk><video><enum name='modelType'>"
    "<value>vga</value></enum></video><graphics><enum name='type'><value>vnc</value></enum></graphics>"
    "<rng><enum name='model'><value>virtio</value></enum></rng><tpm><enum name='model'><value>tpm-tis</value>"
    "</enum></tpm><filesystem><enum name='driverType'><value>path</value></enum></filesystem></devices>"
    "</domainCapabilities>";
  g_autoptr (HangarHardwareOffer) offer = hangar_hardware_offer_new (capabilities);

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      hangar_hardware_page_show_kind (f->page, (*kind)->id);
      hangar_device_form_set_offer (form_of (f), offer);
      WAIT_FOR (hangar_device_form_is_complete (form_of (f)));
      g_assert_false (hangar_hardware_page_has_edits (f->page));
    }
}

static void
test_every_form (Fixture *f, gconstpointer data)
{
  GListModel *devices = hangar_hardware_get_devices (f->hardware);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = g_list_model_get_n_items (devices);

  /* The rows are made in pieces. */
  while (gtk_list_box_get_row_at_index (f->list, (int) n - 1) == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (f->list, (int) i);
      HangarDevice *device = hangar_device_row_get_device (HANGAR_DEVICE_ROW (row));
      const HangarDeviceKind *kind = hangar_device_get_kind (device);

      g_assert_true (hangar_device_row_get_kind (HANGAR_DEVICE_ROW (row)) == kind);
      g_hash_table_add (seen, (gpointer) kind->id);
      gtk_list_box_select_row (f->list, row);
      g_assert_true (hangar_device_form_get_device (form_of (f)) == device);
      /* So are the forms. */
      WAIT_FOR (hangar_device_form_is_complete (form_of (f)));
      if (!hangar_device_form_is_valid (form_of (f)))
        g_error ("the form of a good %s says that something is wrong", kind->id);
      assert_reasons (GTK_WIDGET (f->page), kind->id);
      g_assert_false (hangar_hardware_page_has_edits (f->page));
    }
  /* Each kind that can be added has been shown, and what the schema does not know. */
  g_assert_true (g_hash_table_contains (seen, "other"));
  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    if (!g_hash_table_contains (seen, (*kind)->id) && !g_str_equal ((*kind)->id, "hostdev-mdev") &&
        !g_str_equal ((*kind)->id, "memory-device"))
      g_error ("no form of kind %s was opened", (*kind)->id);
}

static void
test_apply (Fixture *f, gconstpointer data)
{
  g_autofree char *title = NULL;

  choose (f, "overview");
  g_assert_false (button_works (f, "hardware.apply"));
  gtk_editable_set_text (entry_named (f, "Title"), "My <machine>");
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  g_assert_true (button_works (f, "hardware.apply"));
  /* Edits of one device are kept while another is looked at. */
  choose (f, "cpu");
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  choose (f, "overview");
  g_assert_cmpstr (gtk_editable_get_text (entry_named (f, "Title")), ==, "My <machine>");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.apply", NULL);
  WAIT_FOR (strstr (hangar_hardware_get_xml (f->hardware), "My &lt;machine&gt;") != NULL);
  WAIT_FOR (!hangar_hardware_page_has_edits (f->page) && form_of (f) != NULL);
  title = stored (f, "/domain/title");
  g_assert_cmpstr (title, ==, "My <machine>");
  g_assert_false (button_works (f, "hardware.apply"));
}

static void
test_revert (Fixture *f, gconstpointer data)
{
  choose (f, "interface");
  gtk_editable_set_text (entry_named (f, "MAC address"), "52:54:00:00:00:77");
  g_assert_true (button_works (f, "hardware.revert"));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.revert", NULL);
  g_assert_false (hangar_hardware_page_has_edits (f->page));
  choose (f, "interface");
  g_assert_cmpstr (gtk_editable_get_text (entry_named (f, "MAC address")), ==, "52:54:00:00:00:01");
}

static void
test_problem (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = { "", "52:54", "01:00:5e:00:00:01", "00:00:00:00:00:00" };

  choose (f, "interface");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (entry_named (f, "MAC address"), bad[i]);
      g_assert_false (hangar_device_form_is_valid (form_of (f)));
      g_assert_false (button_works (f, "hardware.apply"));
      assert_reasons (GTK_WIDGET (f->page), bad[i]);
    }
  gtk_editable_set_text (entry_named (f, "MAC address"), "52:54:00:00:00:02");
  g_assert_true (button_works (f, "hardware.apply"));
}

static AdwMessageDialog *
question (void)
{
  return test_host_window (ADW_TYPE_MESSAGE_DIALOG);
}

static void
answer (const char *response)
{
  AdwMessageDialog *dialog = question ();

  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Nothing is added or removed over edits; without them it is again. */
static void
test_discard (Fixture *f, gconstpointer data)
{
  choose (f, "overview");
  gtk_editable_set_text (entry_named (f, "Title"), "not applied");
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  g_assert_false (button_works (f, "hardware.add"));
  hangar_hardware_page_discard_edits (f->page);
  g_assert_false (hangar_hardware_page_has_edits (f->page));
  g_assert_true (button_works (f, "hardware.add"));
  g_assert_cmpstr (gtk_editable_get_text (entry_named (f, "Title")), ==, "");
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Somebody else changes the machine while this page has edits. */
static void
change_elsewhere (Fixture *f)
{
  HangarDomain *domain = hangar_hardware_get_domain (f->hardware);
  const char *xml = hangar_hardware_get_xml (f->hardware);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *changed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HangarApplied) applied = NULL;
  g_autoptr (GError) error = NULL;

  hangar_xml_put (doc, "/domain/description", "theirs");
  changed = hangar_xml_to_string (doc);
  hangar_hardware_apply_async (domain, xml, changed, HANGAR_APPLY_DEFAULT, result_cb, &result);
  WAIT_FOR (result != NULL);
  applied = hangar_hardware_apply_finish (domain, result, &error);
  g_assert_no_error (error);
  WAIT_FOR (strstr (hangar_hardware_get_xml (f->hardware), "theirs") != NULL);
}

static void
test_conflict (Fixture *f, gconstpointer data)
{
  g_autofree char *title = NULL, *description = NULL;

  choose (f, "overview");
  gtk_editable_set_text (entry_named (f, "Title"), "mine");
  change_elsewhere (f);
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.apply", NULL);
  WAIT_FOR (question () != NULL);
  answer ("overwrite");
  WAIT_FOR (strstr (hangar_hardware_get_xml (f->hardware), "mine") != NULL);
  title = stored (f, "/domain/title");
  description = stored (f, "/domain/description");
  g_assert_cmpstr (title, ==, "mine");
  g_assert_cmpstr (description, ==, "theirs");
}

static void
test_reload (Fixture *f, gconstpointer data)
{
  choose (f, "overview");
  gtk_editable_set_text (entry_named (f, "Title"), "mine");
  change_elsewhere (f);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.apply", NULL);
  WAIT_FOR (question () != NULL);
  answer ("reload");
  WAIT_FOR (!hangar_hardware_page_has_edits (f->page));
  g_assert_cmpstr (gtk_editable_get_text (entry_named (f, "Title")), ==, "");
}

static void
test_remove (Fixture *f, gconstpointer data)
{
  choose (f, "overview");
  g_assert_false (button_works (f, "hardware.remove"));
  choose (f, "sound");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.remove", NULL);
  WAIT_FOR (question () != NULL);
  answer ("cancel");
  g_assert_nonnull (strstr (hangar_hardware_get_xml (f->hardware), "<sound "));
  choose (f, "sound");
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.remove", NULL);
  WAIT_FOR (question () != NULL);
  answer ("remove");
  WAIT_FOR (strstr (hangar_hardware_get_xml (f->hardware), "<sound ") == NULL);
}

static gboolean
has_system (GtkSingleSelection *selection, const char *name)
{
  g_autoptr (HangarOs) os = g_list_model_get_item (G_LIST_MODEL (selection), 0);

  return os != NULL && g_str_equal (hangar_os_get_name (os), name);
}

/* Chosen in the dialog, shown in words, and stored. */
static void
test_os (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarOsCatalog) catalog = hangar_os_catalog_new ();
  GtkWidget *row = NULL, *dialog = NULL, *list;
  GtkSingleSelection *selection;
  g_autofree char *id = NULL;

  hangar_hardware_page_set_os_catalog (f->page, catalog);
  choose (f, "overview");
  WAIT_FOR ((row = test_host_find (GTK_WIDGET (form_of (f)), HANGAR_TYPE_OS_ROW, NULL)) != NULL);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "not known");
  gtk_widget_activate_action (row, "os.change", NULL);
  WAIT_FOR ((dialog = test_host_window (HANGAR_TYPE_OS_DIALOG)) != NULL);
  WAIT_FOR (hangar_os_catalog_is_loaded (catalog));
  /* One whose life does not end: others are hidden after that, by a list that gets newer. */
  assert_reasons (dialog, "before a system is chosen");
  gtk_editable_set_text (GTK_EDITABLE (test_host_find (dialog, GTK_TYPE_SEARCH_ENTRY, NULL)),
                         "debian testing");
  list = test_host_find (dialog, GTK_TYPE_LIST_VIEW, NULL);
  selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  WAIT_FOR (has_system (selection, "Debian testing"));
  gtk_single_selection_set_selected (selection, 0);
  gtk_widget_activate_action (dialog, "os.choose", NULL);
  WAIT_FOR (test_host_window (HANGAR_TYPE_OS_DIALOG) == NULL);
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)),
                                   "Debian testing\nAdvised for it: "));
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.apply", NULL);
  WAIT_FOR (strstr (hangar_hardware_get_xml (f->hardware), "http://debian.org/debian/testing") != NULL);
  id = stored (f, "/domain/metadata/*[local-name()='libosinfo']/*[local-name()='os']/@id");
  g_assert_cmpstr (id, ==, "http://debian.org/debian/testing");
}

/* Each control can be reached by Tab, and none keeps the keyboard. */
static void
test_keyboard (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GHashTable) stops = g_hash_table_new (g_direct_hash, g_direct_equal);
  GtkWidget *focus = NULL, *clock = NULL;

  choose (f, "overview");
  gtk_editable_set_text (entry_named (f, "Title"), "something to apply");
  WAIT_FOR ((clock = row_named (GTK_WIDGET (form_of (f)), "Clock")) != NULL &&
            gtk_widget_get_height (clock) > 0);
  do
    {
      GtkWidget *before = focus;

      gtk_widget_child_focus (GTK_WIDGET (f->window), GTK_DIR_TAB_FORWARD);
      focus = gtk_root_get_focus (GTK_ROOT (f->window));
      g_assert_true (focus != before);
      for (GtkWidget *widget = focus; widget != NULL; widget = gtk_widget_get_parent (widget))
        g_hash_table_add (reached, widget);
    }
  while (g_hash_table_add (stops, focus));
  /* The list is one stop, and what was chosen stays chosen; the arrows move in it. */
  g_assert_cmpstr (hangar_device_get_kind (hangar_device_form_get_device (form_of (f)))->id, ==, "overview");
  g_assert_true (g_hash_table_contains (reached, f->list));
  g_assert_true (g_hash_table_contains (reached, entry_named (f, "Name")));
  g_assert_true (g_hash_table_contains (reached, entry_named (f, "Title")));
  g_assert_true (g_hash_table_contains (reached, clock));
  g_assert_true (g_hash_table_contains (
    reached, gtk_widget_get_ancestor (test_host_find (GTK_WIDGET (f->page), GTK_TYPE_LABEL, "Apply"),
                                      GTK_TYPE_BUTTON)));

  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (f->list)));
  g_signal_emit_by_name (f->list, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, 1, FALSE, FALSE);
  g_assert_cmpstr (hangar_device_get_kind (hangar_device_form_get_device (form_of (f)))->id, ==, "cpu");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) ==
                 GTK_WIDGET (gtk_list_box_get_selected_row (f->list)));
}

/* The order is changed by buttons, and what was there is found in its new place. */
static void
test_boot (Fixture *f, gconstpointer data)
{
  GtkWidget *down = NULL, *first, *second;
  g_autofree char *title = NULL;

  choose (f, "boot");
  WAIT_FOR ((down = test_host_find_tooltip (GTK_WIDGET (form_of (f)), "Later")) != NULL);
  first = gtk_widget_get_ancestor (down, ADW_TYPE_ACTION_ROW);
  WAIT_FOR ((second = gtk_widget_get_next_sibling (first)) != NULL);
  title = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first)));
  g_assert_cmpstr (title, !=, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (second)));
  g_signal_emit_by_name (down, "clicked");
  g_assert_cmpstr (title, ==, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (second)));
  g_assert_true (hangar_hardware_page_has_edits (f->page));
  /* And back again. */
  g_signal_emit_by_name (test_host_find_tooltip (second, "Earlier"), "clicked");
  g_assert_cmpstr (title, ==, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first)));
}

/* What is chosen stays chosen when the machine is read anew, also while the keyboard is in the list. */
static void
test_choice_stays (Fixture *f, gconstpointer data)
{
  gpointer before = choose (f, "video");

  g_object_add_weak_pointer (before, &before);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (f->list)));
  change_elsewhere (f);
  WAIT_FOR (before == NULL && form_of (f) != NULL);
  g_assert_cmpstr (hangar_device_get_kind (hangar_device_form_get_device (form_of (f)))->id, ==, "video");
}

static GtkListBox *
kinds_of (GtkWidget *dialog)
{
  return GTK_LIST_BOX (
    gtk_widget_get_ancestor (test_host_find (dialog, HANGAR_TYPE_DEVICE_ROW, NULL), GTK_TYPE_LIST_BOX));
}

static HangarDeviceRow *
choose_kind (GtkWidget *dialog, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (kinds_of (dialog), i)) != NULL; i++)
    if (g_str_equal (hangar_device_row_get_kind (HANGAR_DEVICE_ROW (row))->id, id))
      {
        gtk_list_box_select_row (kinds_of (dialog), row);
        return HANGAR_DEVICE_ROW (row);
      }
  g_error ("%s cannot be added", id);
}

static GtkWidget *
open_dialog (Fixture *f)
{
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "hardware.add", NULL);
  WAIT_FOR ((dialog = test_host_window (HANGAR_TYPE_ADD_DEVICE_DIALOG)) != NULL);
  return dialog;
}

static gboolean
can_add (GtkWidget *dialog)
{
  GtkWidget *button =
    gtk_widget_get_ancestor (test_host_find (dialog, GTK_TYPE_LABEL, "Add"), GTK_TYPE_BUTTON);

  g_assert_true (gtk_widget_is_sensitive (button) || gtk_widget_get_tooltip_text (button) != NULL);
  return gtk_widget_is_sensitive (button);
}

/* Every kind shows a form, or says in the list and beside it why there can be none. */
static void
test_add_kinds (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f);
  guint n = 0;

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      HangarDeviceRow *row;
      const char *refusal;

      if (((*kind)->flags & HANGAR_DEVICE_ADDABLE) == 0)
        continue;
      n++;
      row = choose_kind (dialog, (*kind)->id);
      refusal = hangar_device_row_get_refusal (row);
      if (refusal != NULL)
        {
          g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (row)), ==, refusal);
          g_assert_nonnull (test_host_find (dialog, GTK_TYPE_LABEL, refusal));
          g_assert_false (can_add (dialog));
        }
      else
        g_assert_nonnull (test_host_find (dialog, HANGAR_TYPE_DEVICE_FORM, NULL));
      assert_reasons (dialog, (*kind)->id);
    }
  g_assert_cmpuint (n, >, 20);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_add (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f);

  choose_kind (dialog, "sound");
  g_assert_true (can_add (dialog));
  gtk_widget_activate_action (dialog, "device.add", NULL);
  WAIT_FOR (test_host_window (HANGAR_TYPE_ADD_DEVICE_DIALOG) == NULL);
  WAIT_FOR (g_strrstr (hangar_hardware_get_xml (f->hardware), "<sound ") !=
            strstr (hangar_hardware_get_xml (f->hardware), "<sound "));
}

/* The dialog knows the definition as it was: what somebody else changed meanwhile is not taken back. */
static void
test_add_conflict (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f);
  g_autofree char *description = NULL;

  choose_kind (dialog, "sound");
  change_elsewhere (f);
  gtk_widget_activate_action (dialog, "device.add", NULL);
  WAIT_FOR (question () != NULL);
  answer ("overwrite");
  WAIT_FOR (g_strrstr (hangar_hardware_get_xml (f->hardware), "<sound ") !=
            strstr (hangar_hardware_get_xml (f->hardware), "<sound "));
  description = stored (f, "/domain/description");
  g_assert_cmpstr (description, ==, "theirs");
}

static GPtrArray *
volumes_of (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *volumes;

  hangar_host_volumes_list_async (f->connection, NULL, result_cb, &result);
  WAIT_FOR (result != NULL);
  volumes = hangar_host_volumes_list_finish (f->connection, result, &error);
  g_assert_no_error (error);
  return volumes;
}

/* Asks in a thread until there is a volume. */
static gpointer
see_volume_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + WAIT_DEADLINE;
  guint n = 0;

  while (n == 0 && g_get_monotonic_time () < end)
    {
      g_autoptr (GPtrArray) pools = hangar_virt_pool_list (connection, NULL);

      for (guint i = 0; pools != NULL && i < pools->len; i++)
        {
          const HangarVirtPool *pool = pools->pdata[i];
          g_autoptr (GPtrArray) volumes = hangar_virt_volume_list (connection, pool->uuid, NULL);

          n += volumes != NULL ? volumes->len : 0;
        }
      g_thread_yield ();
    }
  g_async_queue_push (data, GUINT_TO_POINTER (n + 1));
  return GUINT_TO_POINTER (1);
}

/* Waits until there is a volume, while the program cannot get to know: its main loop does not turn. */
static void
await_volume (Fixture *f)
{
  g_autoptr (GAsyncQueue) seen = g_async_queue_new ();
  const HangarConnectionWork work = {
    .lane = HANGAR_WORKER_QUICK,
    .func = see_volume_run,
    .data = g_async_queue_ref (seen),
    .data_free = (GDestroyNotify) g_async_queue_unref,
  };

  hangar_connection_run_async (f->connection, &work, NULL, NULL, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_async_queue_pop (seen)), ==, 2);
}

/* Closed while its disk is being made: neither is added, nor is the disk left. */
static void
test_given_up (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f);
  g_autofree char *before = g_strdup (hangar_hardware_get_xml (f->hardware));
  g_autoptr (GPtrArray) left = NULL;

  choose_kind (dialog, "disk");
  g_assert_true (can_add (dialog));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_widget_activate_action (dialog, "device.add", NULL);
  g_assert_false (can_add (dialog));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (kinds_of (dialog))));
  assert_reasons (dialog, "while the disk is made");
  await_volume (f);
  gtk_window_close (GTK_WINDOW (dialog));
  /* It lives until all is cleared away. */
  WAIT_FOR (dialog == NULL);
  left = volumes_of (f);
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_true (button_works (f, "hardware.add"));
  g_assert_cmpstr (hangar_hardware_get_xml (f->hardware), ==, before);
}

/* A disk that is there: its content says the format; what is not certain the user must say. */
static void
test_disk_format (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("hangar-test-XXXXXX", NULL);
  g_autofree char *qcow2 = g_build_filename (folder, "a-disk.img", NULL);
  g_autofree char *forged = g_build_filename (folder, "raw.qcow2", NULL);
  static const char header[72] = "QFI\xfb\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\0\0\x10\0\0";
  GtkWidget *dialog = open_dialog (f);
  HangarDiskSourceGroup *group;
  GtkWidget *storage, *format;
  g_autofree char *type = NULL, *source = NULL;

  g_assert_true (g_file_set_contents (qcow2, header, sizeof header, NULL));
  g_assert_true (g_file_set_contents (forged, "just some content", -1, NULL));
  choose_kind (dialog, "disk");
  group = HANGAR_DISK_SOURCE_GROUP (test_host_find (dialog, HANGAR_TYPE_DISK_SOURCE_GROUP, NULL));
  storage = row_named (dialog, "_Storage");
  g_assert_true (hangar_disk_source_group_is_new (group));
  g_assert_cmpstr (hangar_disk_source_group_get_format (group), ==, "qcow2");
  adw_combo_row_set_selected (ADW_COMBO_ROW (storage), 1);
  g_assert_false (can_add (dialog));

  gtk_editable_set_text (GTK_EDITABLE (row_named (dialog, "_File or device on the host")), forged);
  WAIT_FOR (test_host_find (
              dialog, GTK_TYPE_LABEL,
              "The file’s name ends with .qcow2, but its content is raw. Rename it if you know which is "
              "right.") != NULL);
  g_assert_cmpstr (hangar_disk_source_group_get_format (group), ==, NULL);
  g_assert_false (can_add (dialog));

  gtk_editable_set_text (GTK_EDITABLE (row_named (dialog, "_File or device on the host")), qcow2);
  WAIT_FOR (g_strcmp0 (hangar_disk_source_group_get_format (group), "qcow2") == 0);
  g_assert_true (can_add (dialog));
  /* The user may say otherwise, and is told what that means. */
  for (format = gtk_widget_get_next_sibling (storage);
       format != NULL && !(ADW_IS_COMBO_ROW (format) && gtk_widget_get_visible (format));)
    format = gtk_widget_get_next_sibling (format);
  g_assert_nonnull (format);
  adw_combo_row_set_selected (ADW_COMBO_ROW (format), 2);
  g_assert_cmpstr (hangar_disk_source_group_get_format (group), ==, "raw");
  g_assert_nonnull (
    test_host_find (dialog, GTK_TYPE_LABEL,
                    "Its content is qcow2. A machine that gets it as raw destroys it, or cannot start."));
  adw_combo_row_set_selected (ADW_COMBO_ROW (format), 1);

  gtk_widget_activate_action (dialog, "device.add", NULL);
  WAIT_FOR (strstr (hangar_hardware_get_xml (f->hardware), "a-disk.img") != NULL);
  type = stored (f, "//disk[target/@dev='vdb']/driver/@type");
  source = stored (f, "//disk[target/@dev='vdb']/source/@file");
  g_assert_cmpstr (type, ==, "qcow2");
  g_assert_cmpstr (source, ==, qcow2);
  g_remove (qcow2);
  g_remove (forged);
  g_rmdir (folder);
}

/* What comes along with a host's device, and who has it, is told; without any there is nothing to add. */
static void
test_host_device (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();
  HangarHostDevice lonely = { (char *) "usb", (char *) "A <mouse>", (char *) "<hostdev/>", NULL, NULL };
  HangarHostDevice shared = { (char *) "usb", (char *) "A disk", (char *) "<hostdev/>", (char *) "A bridge",
                              (char *) "other" };
  HangarHostDevice card = { (char *) "pci", (char *) "A card", (char *) "<hostdev/>", NULL, NULL };
  HangarHostDeviceGroup *group = g_object_ref_sink (hangar_host_device_group_new ("usb"));
  HangarHostDeviceGroup *empty = g_object_ref_sink (hangar_host_device_group_new ("mdev"));
  GtkWidget *row;

  g_assert_nonnull (hangar_host_device_group_get_refusal (group));
  g_ptr_array_add (devices, &lonely);
  g_ptr_array_add (devices, &card);
  g_ptr_array_add (devices, &shared);
  hangar_host_device_group_offer (group, devices);
  g_assert_cmpstr (hangar_host_device_group_get_refusal (group), ==, NULL);
  g_assert_true (hangar_host_device_group_get_device (group) == &lonely);
  row = row_named (GTK_WIDGET (group), "_Device of the host");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_true (hangar_host_device_group_get_device (group) == &shared);
  g_assert_nonnull (test_host_find (GTK_WIDGET (group), GTK_TYPE_LABEL,
                                    "The machine “other” has it too: only one of them can run with it."));
  hangar_host_device_group_offer (empty, devices);
  g_assert_null (hangar_host_device_group_get_device (empty));
  g_assert_nonnull (hangar_host_device_group_get_refusal (empty));
  g_object_unref (group);
  g_object_unref (empty);
}

static void
test_drive (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (hangar_hardware_get_xml (f->hardware), NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  HangarDeviceContext context = { f->hardware, NULL, doc, hangar_devices_find (devices, "cdrom", "hdc") };
  GtkWidget *group = GTK_WIDGET (hangar_drive_group_new (&context)), *dialog = NULL;

  g_assert_nonnull (context.device);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (gtk_window_get_child (f->window)), group);
  gtk_widget_activate_action (group, "drive.insert", NULL);
  WAIT_FOR ((dialog = test_host_window (HANGAR_TYPE_MEDIA_DIALOG)) != NULL);
  g_assert_cmpstr (hangar_media_dialog_get_target (HANGAR_MEDIA_DIALOG (dialog)), ==, "hdc");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Not ticked; and what is in no pool is not offered at all. */
static void
test_delete_check (Fixture *f, gconstpointer data)
{
  GtkWidget *check = hangar_disk_delete_check_new (hangar_hardware_get_domain (f->hardware), "vda");
  GtkWidget *button = test_host_find (check, GTK_TYPE_CHECK_BUTTON, NULL);

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (gtk_window_get_child (f->window)), check);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (button)));
  WAIT_FOR (test_host_find (check, GTK_TYPE_LABEL, "Looking who uses it…") == NULL);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (gtk_widget_get_tooltip_text (button));
  g_assert_null (hangar_disk_delete_check_get_path (HANGAR_DISK_DELETE_CHECK (check)));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/hardware-page/every-form", test_every_form);
  ADD ("/hardware-page/offer", test_offer);
  ADD ("/hardware-page/apply", test_apply);
  ADD ("/hardware-page/revert", test_revert);
  ADD ("/hardware-page/problem", test_problem);
  ADD ("/hardware-page/discard", test_discard);
  ADD ("/hardware-page/conflict", test_conflict);
  ADD ("/hardware-page/reload", test_reload);
  ADD ("/hardware-page/remove", test_remove);
  ADD ("/hardware-page/os", test_os);
  ADD ("/hardware-page/keyboard", test_keyboard);
  ADD ("/hardware-page/boot", test_boot);
  ADD ("/hardware-page/choice-stays", test_choice_stays);
  ADD ("/hardware-page/add-kinds", test_add_kinds);
  ADD ("/hardware-page/add", test_add);
  ADD ("/hardware-page/add-conflict", test_add_conflict);
  ADD ("/hardware-page/given-up", test_given_up);
  ADD ("/hardware-page/disk-format", test_disk_format);
  ADD ("/hardware-page/host-device", test_host_device);
  ADD ("/hardware-page/drive", test_drive);
  ADD ("/hardware-page/delete-check", test_delete_check);
  return g_test_run ();
}
