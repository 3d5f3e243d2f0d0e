/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operating systems that libosinfo knows, as a list, and recognising them on a disc. */

#include "config.h"

#include "model/os-catalog.h"

#include "model/media-file.h"
#include "model/patience.h"

#include <osinfo/osinfo.h>
#include <string.h>
#include <unistd.h>

#define DISC_SECTOR 2048
#define DISC_MAX_DESCRIPTORS 16

/*
 * libosinfo's database is not safe for threads, and loading it takes a fifth of a second. So it lives behind
 * a lock that only threads of the pool take; the main thread sees the unchanging HangarOs objects that the
 * first of them made.
 */
typedef struct
{
  gatomicrefcount references;
  GMutex lock;
  GCond calm;             /* nobody is in a hurry, or the list is complete */
  int hurried;            /* atomic: threads that want to recognise a disc before the list goes on */
  gboolean is_collecting; /* a thread makes the list */
  OsinfoDb *db;           /* (nullable): not loaded yet */
  GPtrArray *systems;     /* of HangarOs, sorted; NULL until complete, unchanging afterwards */
  GHashTable *by_id;      /* id → HangarOs, those that were read; unchanging once systems is there */
} Library;

struct _HangarOsCatalog
{
  GObject parent_instance;

  Library *library;
  GPtrArray *systems; /* (nullable): the library's, once the main thread knows that it is loaded */
  GHashTable *by_id;
  HangarOs *unknown;
};

static void hangar_os_catalog_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HangarOsCatalog, hangar_os_catalog, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, hangar_os_catalog_list_model_init))

enum
{
  PROP_LOADED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Devices by libosinfo's id: the PCI numbers of the virtio specification (legacy and 1.0) and of QEMU's own
 * models. */
static const struct
{
  const char *id;
  HangarOsSupport support;
} device_table[] = {
  { "http://pcisig.com/pci/1af4/1001", HANGAR_OS_SUPPORT_VIRTIO_DISK },
  { "http://pcisig.com/pci/1af4/1042", HANGAR_OS_SUPPORT_VIRTIO_DISK },
  { "http://pcisig.com/pci/1af4/1000", HANGAR_OS_SUPPORT_VIRTIO_NET },
  { "http://pcisig.com/pci/1af4/1041", HANGAR_OS_SUPPORT_VIRTIO_NET },
  { "http://pcisig.com/pci/1af4/1004", HANGAR_OS_SUPPORT_VIRTIO_SCSI },
  { "http://pcisig.com/pci/1af4/1048", HANGAR_OS_SUPPORT_VIRTIO_SCSI },
  { "http://pcisig.com/pci/1af4/1050", HANGAR_OS_SUPPORT_VIRTIO_GPU },
  { "http://pcisig.com/pci/1af4/1005", HANGAR_OS_SUPPORT_VIRTIO_RNG },
  { "http://pcisig.com/pci/1af4/1044", HANGAR_OS_SUPPORT_VIRTIO_RNG },
  { "http://pcisig.com/pci/1af4/1003", HANGAR_OS_SUPPORT_VIRTIO_SERIAL },
  { "http://pcisig.com/pci/1af4/1043", HANGAR_OS_SUPPORT_VIRTIO_SERIAL },
  { "http://qemu.org/chipset/x86/q35", HANGAR_OS_SUPPORT_Q35 },
  { "http://usb.org/usb/80ee/0021", HANGAR_OS_SUPPORT_USB_TABLET },
  { "http://pcisig.com/pci/1b36/0004", HANGAR_OS_SUPPORT_XHCI },
  { "http://pcisig.com/pci/8086/10d3", HANGAR_OS_SUPPORT_E1000E },
  { "http://pcisig.com/pci/8086/100e", HANGAR_OS_SUPPORT_E1000 },
  { "http://pcisig.com/pci/8086/293e", HANGAR_OS_SUPPORT_HDA },
  { "http://pcisig.com/pci/8086/2668", HANGAR_OS_SUPPORT_HDA },
  { "http://pcisig.com/pci/8086/2415", HANGAR_OS_SUPPORT_AC97 },
};

static const struct
{
  const char *word;
  HangarOsFamily family;
} family_table[] = {
  { "linux", HANGAR_OS_FAMILY_LINUX },   { "winnt", HANGAR_OS_FAMILY_WINDOWS },
  { "win9x", HANGAR_OS_FAMILY_WINDOWS }, { "win16", HANGAR_OS_FAMILY_WINDOWS },
  { "freebsd", HANGAR_OS_FAMILY_BSD },   { "netbsd", HANGAR_OS_FAMILY_BSD },
  { "openbsd", HANGAR_OS_FAMILY_BSD },   { "dragonflybsd", HANGAR_OS_FAMILY_BSD },
};

static HangarOsFamily
family_from_word (const char *word)
{
  if (word == NULL)
    return HANGAR_OS_FAMILY_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (family_table); i++)
    if (g_str_equal (word, family_table[i].word))
      return family_table[i].family;
  return HANGAR_OS_FAMILY_OTHER;
}

static HangarOsSupport
read_support (OsinfoOs *os)
{
  g_autoptr (OsinfoDeviceList) devices = osinfo_os_get_all_devices (os, NULL);
  HangarOsSupport support = 0;

  for (guint i = 0; i < G_N_ELEMENTS (device_table); i++)
    if (osinfo_list_find_by_id (OSINFO_LIST (devices), device_table[i].id) != NULL)
      support |= device_table[i].support;
  return support;
}

/* libosinfo says whether BIOS is refused; it has no word for the TPM that Windows asks for since its
 * version 11. */
static HangarOsNeeds
read_needs (OsinfoOs *os)
{
  g_autoptr (OsinfoFirmwareList) firmwares = osinfo_os_get_complete_firmware_list (os, NULL);
  const char *id = osinfo_entity_get_id (OSINFO_ENTITY (os));
  HangarOsNeeds needs = 0;

  for (int i = 0; i < osinfo_list_get_length (OSINFO_LIST (firmwares)); i++)
    {
      OsinfoFirmware *firmware = OSINFO_FIRMWARE (osinfo_list_get_nth (OSINFO_LIST (firmwares), i));

      if (g_strcmp0 (osinfo_firmware_get_firmware_type (firmware), "bios") == 0 &&
          g_strcmp0 (osinfo_firmware_get_architecture (firmware), "x86_64") == 0 &&
          !osinfo_firmware_is_supported (firmware))
        needs |= HANGAR_OS_NEEDS_UEFI;
    }
  if (g_str_equal (id, "http://microsoft.com/win/11"))
    needs |= HANGAR_OS_NEEDS_UEFI | HANGAR_OS_NEEDS_SECURE_BOOT | HANGAR_OS_NEEDS_TPM;
  return needs;
}

/* The entry of the commonest architecture, else the first that there is: minima hardly differ between
 * architectures. */
static HangarOsResources
read_resources (OsinfoResourcesList *list)
{
  HangarOsResources found = { 0 };

  for (int i = 0; i < osinfo_list_get_length (OSINFO_LIST (list)); i++)
    {
      OsinfoResources *entry = OSINFO_RESOURCES (osinfo_list_get_nth (OSINFO_LIST (list), i));
      const char *architecture = osinfo_resources_get_architecture (entry);
      gboolean best = g_strcmp0 (architecture, "x86_64") == 0 || g_strcmp0 (architecture, "all") == 0;

      if (i > 0 && !best)
        continue;
      found.memory = (guint64) MAX (osinfo_resources_get_ram (entry), 0);
      found.vcpus = (guint) MAX (osinfo_resources_get_n_cpus (entry), 0);
      found.disk = (guint64) MAX (osinfo_resources_get_storage (entry), 0);
    }
  return found;
}

static char *
join_short_ids (OsinfoProduct *product)
{
  g_autoptr (GList) ids = osinfo_product_get_short_id_list (product);
  GString *joined = g_string_new (NULL);

  for (GList *l = ids; l != NULL; l = l->next)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", (const char *) l->data);
  return g_string_free (joined, FALSE);
}

static gboolean
is_end_of_life (OsinfoProduct *product)
{
  g_autoptr (GDate) end = osinfo_product_get_eol_date (product);
  g_autoptr (GDate) today = g_date_new ();

  g_date_set_time_t (today, time (NULL));
  return end != NULL && g_date_valid (end) && g_date_compare (end, today) < 0;
}

static HangarOs *
read_os (OsinfoOs *os)
{
  OsinfoProduct *product = OSINFO_PRODUCT (os);
  g_autoptr (OsinfoResourcesList) minimum = osinfo_os_get_minimum_resources (os);
  g_autoptr (OsinfoResourcesList) recommended = osinfo_os_get_recommended_resources (os);
  g_autoptr (GDate) released = osinfo_product_get_release_date (product);
  g_autofree char *short_ids = join_short_ids (product);
  HangarOsFacts facts = {
    .id = osinfo_entity_get_id (OSINFO_ENTITY (os)),
    .name = osinfo_product_get_name (product),
    .version = osinfo_product_get_version (product),
    .vendor = osinfo_product_get_vendor (product),
    .distro = osinfo_os_get_distro (os),
    .short_ids = short_ids,
    .released = released != NULL && g_date_valid (released) ? g_date_get_julian (released) : 0,
    .family = family_from_word (osinfo_os_get_family (os)),
    .support = read_support (os),
    .needs = read_needs (os),
    .end_of_life = is_end_of_life (product),
    .minimum = read_resources (minimum),
    .recommended = read_resources (recommended),
  };

  if (facts.name == NULL)
    return NULL;
  facts.generic = g_str_has_prefix (facts.id, "http://libosinfo.org/");
  return hangar_os_new (&facts);
}

static int
compare_systems (gconstpointer a, gconstpointer b)
{
  return hangar_os_compare (*(HangarOs **) a, *(HangarOs **) b);
}

static void
library_free (Library *library)
{
  g_clear_object (&library->db);
  g_clear_pointer (&library->systems, g_ptr_array_unref);
  g_clear_pointer (&library->by_id, g_hash_table_unref);
  g_mutex_clear (&library->lock);
  g_cond_clear (&library->calm);
  g_free (library);
}

static void
library_unref (Library *library)
{
  if (g_atomic_ref_count_dec (&library->references))
    library_free (library);
}

static Library *
library_ref (Library *library)
{
  g_atomic_ref_count_inc (&library->references);
  return library;
}

/* With the lock held. (transfer none) (nullable): what it is for us, read once. */
static HangarOs *
library_read (Library *library, OsinfoOs *entry)
{
  HangarOs *os = g_hash_table_lookup (library->by_id, osinfo_entity_get_id (OSINFO_ENTITY (entry)));

  if (os != NULL || library->systems != NULL)
    return os;
  os = read_os (entry);
  if (os == NULL || hangar_os_is_unknown (os))
    {
      g_clear_object (&os);
      return NULL;
    }
  g_hash_table_insert (library->by_id, (gpointer) hangar_os_get_id (os), os);
  return os;
}

/* With the lock held, which is given up between two entries for whoever is in a hurry. */
static void
library_collect (Library *library)
{
  g_autoptr (OsinfoOsList) list = osinfo_db_get_os_list (library->db);
  GPtrArray *systems = g_ptr_array_new_with_free_func (g_object_unref);

  library->is_collecting = TRUE;
  for (int i = 0; i < osinfo_list_get_length (OSINFO_LIST (list)); i++)
    {
      HangarOs *os;

      while (g_atomic_int_get (&library->hurried) > 0)
        g_cond_wait (&library->calm, &library->lock);
      os = library_read (library, OSINFO_OS (osinfo_list_get_nth (OSINFO_LIST (list), i)));
      if (os != NULL)
        g_ptr_array_add (systems, g_object_ref (os));
    }
  g_ptr_array_sort (systems, compare_systems);
  library->systems = systems;
  library->is_collecting = FALSE;
  g_cond_broadcast (&library->calm);
}

/* Returns with the lock held when it succeeds. */
static gboolean
library_enter (Library *library, GError **error)
{
  g_mutex_lock (&library->lock);
  if (library->db == NULL)
    {
      g_autoptr (OsinfoLoader) loader = osinfo_loader_new ();

      osinfo_loader_process_default_path (loader, error);
      if (error != NULL && *error != NULL)
        {
          g_mutex_unlock (&library->lock);
          return FALSE;
        }
      library->db = g_object_ref (osinfo_loader_get_db (loader));
      library->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
    }
  return TRUE;
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Library *library = data;
  GError *error = NULL;

  if (!library_enter (library, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  while (library->is_collecting)
    g_cond_wait (&library->calm, &library->lock);
  if (library->systems == NULL)
    library_collect (library);
  g_mutex_unlock (&library->lock);
  g_task_return_boolean (task, TRUE);
}

/* The main thread learns of what a thread has loaded; the first time only. */
static void
take_systems (HangarOsCatalog *self)
{
  if (self->systems != NULL)
    return;
  self->systems = g_ptr_array_ref (self->library->systems);
  self->by_id = g_hash_table_ref (self->library->by_id);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 1, 1 + self->systems->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

typedef struct
{
  Library *library;
  char *path;
} Detection;

static void
detection_free (Detection *detection)
{
  library_unref (detection->library);
  g_free (detection->path);
  g_free (detection);
}

/* A text field of the descriptor: padded with spaces, of any bytes at all on a hostile disc. */
static void
set_field (OsinfoMedia *disc, const char *key, const char *field, gsize length)
{
  g_autofree char *raw = g_strndup (field, length);
  g_autofree char *text = g_utf8_make_valid (raw, -1);

  osinfo_entity_set_param (OSINFO_ENTITY (disc), key, g_strchomp (text));
}

/*
 * The primary volume descriptor of ECMA-119 (8.4) is the 16th sector. It is read here because libosinfo 1.10
 * reads on into the root directory with the length that the disc claims: 4 GiB are allocated, or a length of
 * 0 is a critical warning.
 */
static OsinfoMedia *
read_descriptor (int fd)
{
  char sector[DISC_SECTOR];
  OsinfoMedia *disc;
  guint32 blocks;

  if (pread (fd, sector, sizeof sector, 16 * DISC_SECTOR) != DISC_SECTOR ||
      memcmp (sector, "\001CD001", 6) != 0)
    return NULL;
  disc = g_object_new (OSINFO_TYPE_MEDIA, "id", "disc", NULL);
  set_field (disc, OSINFO_MEDIA_PROP_SYSTEM_ID, sector + 8, 32);
  set_field (disc, OSINFO_MEDIA_PROP_VOLUME_ID, sector + 40, 32);
  set_field (disc, OSINFO_MEDIA_PROP_PUBLISHER_ID, sector + 318, 128);
  set_field (disc, OSINFO_MEDIA_PROP_APPLICATION_ID, sector + 574, 128);
  memcpy (&blocks, sector + 80, sizeof blocks);
  osinfo_entity_set_param_int64 (OSINFO_ENTITY (disc), OSINFO_MEDIA_PROP_VOLUME_SIZE,
                                 (gint64) GUINT32_FROM_LE (blocks) * DISC_SECTOR);
  return disc;
}

/* El Torito's boot record is one of the descriptors that follow; the list ends with the type 255. */
static gboolean
has_boot_record (int fd)
{
  char sector[DISC_SECTOR];

  for (int i = 17; i < 17 + DISC_MAX_DESCRIPTORS; i++)
    {
      if (pread (fd, sector, sizeof sector, (off_t) i * DISC_SECTOR) != DISC_SECTOR ||
          memcmp (sector + 1, "CD001", 5) != 0 || (guchar) sector[0] == 255)
        return FALSE;
      if (sector[0] == 0 && memcmp (sector + 7, "EL TORITO SPECIFICATION", 23) == 0)
        return TRUE;
    }
  return FALSE;
}

/* With the lock held. */
static void
name_system (Library *library, OsinfoMedia *disc, HangarOsMedia *media)
{
  g_autoptr (OsinfoOs) os = osinfo_media_get_os (disc);

  media->os = os != NULL ? library_read (library, os) : NULL;
  if (media->os != NULL)
    g_object_ref (media->os);
  if (g_strcmp0 (osinfo_media_get_architecture (disc), "all") != 0)
    media->architecture = g_strdup (osinfo_media_get_architecture (disc));
}

/* Does not wait for the whole list of systems. */
static void
identify (Library *library, OsinfoMedia *disc, HangarOsMedia *media)
{
  g_autoptr (GError) error = NULL;

  g_atomic_int_inc (&library->hurried);
  /* Without the database the disc can still be used, only not be recognised. */
  if (library_enter (library, &error))
    {
      if (osinfo_db_identify_media (library->db, disc))
        name_system (library, disc, media);
      g_atomic_int_add (&library->hurried, -1);
      g_cond_broadcast (&library->calm);
      g_mutex_unlock (&library->lock);
    }
  else
    g_atomic_int_add (&library->hurried, -1);
}

static void
detect_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Detection *detection = data;
  g_autoptr (HangarOsMedia) media = g_new0 (HangarOsMedia, 1);
  g_autoptr (OsinfoMedia) disc = NULL;
  GError *error = NULL;
  int fd = hangar_media_file_open (detection->path, TRUE, &media->size, &error);

  if (fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  disc = read_descriptor (fd);
  if (disc != NULL)
    {
      media->is_disc = TRUE;
      media->is_bootable = has_boot_record (fd);
      media->label = g_strdup (osinfo_media_get_volume_id (disc));
      identify (detection->library, disc, media);
    }
  close (fd);
  g_task_return_pointer (task, g_steal_pointer (&media), (GDestroyNotify) hangar_os_media_free);
}

static GType
hangar_os_catalog_get_item_type (GListModel *model)
{
  return HANGAR_TYPE_OS;
}

static guint
hangar_os_catalog_get_n_items (GListModel *model)
{
  HangarOsCatalog *self = HANGAR_OS_CATALOG (model);

  return 1 + (self->systems != NULL ? self->systems->len : 0);
}

static gpointer
hangar_os_catalog_get_item (GListModel *model, guint position)
{
  HangarOsCatalog *self = HANGAR_OS_CATALOG (model);
  guint known = self->systems != NULL ? self->systems->len : 0;

  if (position < known)
    return g_object_ref (g_ptr_array_index (self->systems, position));
  return position == known ? g_object_ref (self->unknown) : NULL;
}

static void
hangar_os_catalog_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hangar_os_catalog_get_item_type;
  iface->get_n_items = hangar_os_catalog_get_n_items;
  iface->get_item = hangar_os_catalog_get_item;
}

static void
hangar_os_catalog_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  switch (property)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, hangar_os_catalog_is_loaded (HANGAR_OS_CATALOG (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
hangar_os_catalog_finalize (GObject *object)
{
  HangarOsCatalog *self = HANGAR_OS_CATALOG (object);

  g_clear_pointer (&self->systems, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_object (&self->unknown);
  library_unref (self->library);
  G_OBJECT_CLASS (hangar_os_catalog_parent_class)->finalize (object);
}

static void
hangar_os_catalog_class_init (HangarOsCatalogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_os_catalog_get_property;
  object_class->finalize = hangar_os_catalog_finalize;

  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hangar_os_catalog_init (HangarOsCatalog *self)
{
  self->library = g_new0 (Library, 1);
  g_atomic_ref_count_init (&self->library->references);
  g_mutex_init (&self->library->lock);
  g_cond_init (&self->library->calm);
  self->unknown = hangar_os_new_unknown ();
}

/**
 * hangar_os_catalog_new:
 *
 * Makes a catalog that knows only "unknown" until it is loaded.
 *
 * Returns: (transfer full): the catalog, a list of #HangarOs with "unknown" at its end
 */
HangarOsCatalog *
hangar_os_catalog_new (void)
{
  return g_object_new (HANGAR_TYPE_OS_CATALOG, NULL);
}

/**
 * hangar_os_catalog_load_async:
 * @self: a catalog
 * @cancellable: (nullable): to lose interest
 * @callback: (nullable): called when the list is complete
 * @user_data: for @callback
 *
 * Loads libosinfo's database in a thread. Harmless when it is loaded already.
 */
void
hangar_os_catalog_load_async (HangarOsCatalog *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_os_catalog_load_async);
  g_task_set_task_data (task, library_ref (self->library), (GDestroyNotify) library_unref);
  if (self->systems != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_run_in_thread (task, load_thread);
}

/**
 * hangar_os_catalog_load_finish:
 * @self: a catalog
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the catalog is loaded
 */
gboolean
hangar_os_catalog_load_finish (HangarOsCatalog *self, GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  take_systems (self);
  return TRUE;
}

/**
 * hangar_os_catalog_is_loaded:
 * @self: the catalog
 *
 * Returns: whether libosinfo's data has been read
 */
gboolean
hangar_os_catalog_is_loaded (HangarOsCatalog *self)
{
  return self->systems != NULL;
}

/**
 * hangar_os_catalog_get_unknown:
 * @self: a catalog
 *
 * Returns: (transfer none): the entry for systems that are not in the list
 */
HangarOs *
hangar_os_catalog_get_unknown (HangarOsCatalog *self)
{
  return self->unknown;
}

/**
 * hangar_os_catalog_lookup:
 * @self: a catalog
 * @id: (nullable): libosinfo's URI of a system
 *
 * Returns: (transfer none) (nullable): the system, %NULL when it is not known or the catalog is not loaded
 */
HangarOs *
hangar_os_catalog_lookup (HangarOsCatalog *self, const char *id)
{
  if (id == NULL || self->by_id == NULL)
    return NULL;
  return g_hash_table_lookup (self->by_id, id);
}

/**
 * hangar_os_catalog_guess_from_name:
 * @self: a catalog
 * @file_name: the name of a disk image
 *
 * A disk has no label that tells its system, but its name often does ("debian12-server.qcow2").
 *
 * Returns: (transfer none) (nullable): the system whose short name is the longest that @file_name begins with
 * or has between separators
 */
HangarOs *
hangar_os_catalog_guess_from_name (HangarOsCatalog *self, const char *file_name)
{
  g_autofree char *folded = g_utf8_casefold (file_name, -1);
  HangarOs *best = NULL;
  gsize best_length = 0;

  g_strcanon (folded, "abcdefghijklmnopqrstuvwxyz0123456789.", ' ');
  for (guint i = 0; self->systems != NULL && i < self->systems->len; i++)
    {
      HangarOs *os = g_ptr_array_index (self->systems, i);
      g_autofree char *name = hangar_os_suggest_name (os);
      gsize length = strlen (name);
      const char *at = strstr (folded, name);

      if (at == NULL || length <= best_length || length < 4)
        continue;
      if ((at == folded || at[-1] == ' ') && !g_ascii_isdigit (at[length]))
        {
          best = os;
          best_length = length;
        }
    }
  return best;
}

/**
 * hangar_os_catalog_detect_async:
 * @self: a catalog
 * @path: an absolute path of a disc image or of a CD drive
 * @cancellable: (nullable): to lose interest
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks in a thread what is on a disc, loading the database when that was not done yet.
 */
void
hangar_os_catalog_detect_async (HangarOsCatalog *self, const char *path, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = hangar_patience_task_new (self, cancellable, callback, user_data);
  Detection *detection = g_new0 (Detection, 1);

  detection->library = library_ref (self->library);
  detection->path = g_strdup (path);
  g_task_set_source_tag (task, hangar_os_catalog_detect_async);
  g_task_set_task_data (task, detection, (GDestroyNotify) detection_free);
  hangar_patience_begin (task, HANGAR_PATIENCE, detect_thread);
}

/**
 * hangar_os_catalog_detect_finish:
 * @self: a catalog
 * @result: what the callback got
 * @error: return location; of #HANGAR_MEDIA_ERROR where the file is at fault, with a sentence for the user
 *
 * Returns: (transfer full): what was found; a disc that is not recognised is not an error
 */
HangarOsMedia *
hangar_os_catalog_detect_finish (HangarOsCatalog *self, GAsyncResult *result, GError **error)
{
  return hangar_patience_finish (G_TASK (result), error);
}

/**
 * hangar_os_media_free:
 * @media: (nullable): what was found on a disc
 *
 * Frees it.
 */
void
hangar_os_media_free (HangarOsMedia *media)
{
  g_clear_object (&media->os);
  g_free (media->label);
  g_free (media->architecture);
  g_free (media);
}
