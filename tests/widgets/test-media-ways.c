/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways to a disc in a machine's drive: the menu of its window, the bar of the full screen, the menu of
 * the list, the keyboard, a file that is dropped; on libvirt's test driver. */

#include "test-host.h"

#include "model/settings.h"
#include "ui/domain/domain-view.h"
#include "ui/domain/fullscreen-bar.h"
#include "ui/domain/media-actions.h"
#include "ui/domain/media-dialog.h"
#include "ui/manager/machine-view.h"

#define UUID "33333333-3333-3333-3333-333333333333"

static const char machine[] =
  "<domain type='test'><name>media</name><uuid>" UUID "</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
  "<os><type>hvm</type></os><devices><disk type='file' device='cdrom'><target dev='hdc' bus='ide'/>"
  "<readonly/></disk></devices></domain>";

typedef struct
{
  HangarConnection *connection;
  HangarSettings *settings;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->connection = test_host_open (machine);
  f->settings = hangar_settings_new ();
  f->window = GTK_WINDOW (gtk_window_new ());
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  test_host_close (f->connection);
  g_object_unref (f->settings);
}

static gboolean
has_action (GMenuModel *menu, const char *wanted)
{
  gboolean found = FALSE;

  for (int i = 0; i < g_menu_model_get_n_items (menu) && !found; i++)
    {
      g_autoptr (GMenuLinkIter) links = g_menu_model_iterate_item_links (menu, i);
      g_autofree char *action = NULL;
      GMenuModel *below = NULL;

      found =
        g_menu_model_get_item_attribute (menu, i, "action", "s", &action) && g_str_equal (action, wanted);
      while (!found && g_menu_link_iter_get_next (links, NULL, &below))
        {
          found = has_action (below, wanted);
          g_object_unref (below);
        }
    }
  return found;
}

static HangarDomain *
domain_of (Fixture *f)
{
  return hangar_connection_find_domain (f->connection, UUID);
}

static GtkWidget *
open_view (Fixture *f)
{
  GtkWidget *view = hangar_domain_view_new (domain_of (f), f->settings);

  gtk_window_set_child (f->window, view);
  gtk_window_present (f->window);
  WAIT_FOR (gtk_widget_get_mapped (view));
  return view;
}

static void
test_menus (Fixture *f, gconstpointer data)
{
  GtkWidget *view = open_view (f);
  GObject *menu = gtk_widget_get_template_child (view, HANGAR_TYPE_DOMAIN_VIEW, "window_menu");
  HangarMachineView *list = g_object_ref_sink (g_object_new (HANGAR_TYPE_MACHINE_VIEW, NULL));
  GObject *row_menu =
    gtk_widget_get_template_child (GTK_WIDGET (list), HANGAR_TYPE_MACHINE_VIEW, "machine_menu");

  g_assert_true (has_action (G_MENU_MODEL (menu), "domain.insert-media"));
  g_assert_true (has_action (G_MENU_MODEL (menu), "domain.eject-media"));
  g_assert_true (has_action (G_MENU_MODEL (menu), "domain.boot-media-once"));
  g_assert_true (has_action (G_MENU_MODEL (row_menu), "domain.insert-media"));
  g_assert_true (has_action (G_MENU_MODEL (row_menu), "domain.eject-media"));
  g_object_unref (list);
}

static GtkWidget *
find_button (GtkWidget *root, const char *action)
{
  GtkWidget *found =
    GTK_IS_BUTTON (root) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0
      ? root
      : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);
  return found;
}

/* What each of them does: a dialog that asks which disc. */
static void
test_action (Fixture *f, gconstpointer data)
{
  GtkWidget *view = open_view (f), *dialog = NULL;

  gtk_widget_activate_action (view, "domain.insert-media", NULL);
  WAIT_FOR ((dialog = test_host_window (HANGAR_TYPE_MEDIA_DIALOG)) != NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_bar (Fixture *f, gconstpointer data)
{
  GtkWidget *bar = g_object_ref_sink (g_object_new (HANGAR_TYPE_FULLSCREEN_BAR, NULL));
  g_autoptr (HangarDomainActions) actions = hangar_domain_actions_new (f->settings);

  hangar_fullscreen_bar_set_actions (HANGAR_FULLSCREEN_BAR (bar), actions);
  g_assert_nonnull (find_button (bar, "domain.insert-media"));
  g_object_unref (bar);
}

static GtkDropTarget *
drop_target_of (GtkWidget *root)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (root);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller) &&
          gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)),
                                             GDK_TYPE_FILE_LIST))
        return GTK_DROP_TARGET (controller);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkDropTarget *found = drop_target_of (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
drop (GtkDropTarget *target, const char *const *paths)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = NULL;
  gboolean taken = FALSE;

  for (; *paths != NULL; paths++)
    files = g_slist_append (files, g_file_new_for_path (*paths));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  g_signal_emit_by_name (target, "drop", &value, 1.0, 1.0, &taken);
  return taken;
}

/* One file is taken, and what came of it is told; several are not. */
static void
test_drop (Fixture *f, gconstpointer data)
{
  static const char *const one[] = { "/nowhere/a disc.iso", NULL }, *const two[] = { "/a.iso", "/b.iso",
                                                                                     NULL };
  GtkWidget *view = open_view (f);
  GtkDropTarget *target = drop_target_of (view);

  g_assert_nonnull (target);
  g_assert_false (drop (target, two));
  WAIT_FOR (test_host_find (view, GTK_TYPE_LABEL,
                            "Drop one file of this computer: it goes into the CD drive") != NULL);
  g_assert_true (drop (target, one));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/media-ways/menus", test_menus);
  ADD ("/media-ways/action", test_action);
  ADD ("/media-ways/bar", test_bar);
  ADD ("/media-ways/drop", test_drop);
  return g_test_run ();
}
