/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which domain uses which image, as its disk or as what its disk builds on, at any depth. Worker threads
 * only. */

#include "config.h"

#include "virt/image-use.h"

#include "util/file-look.h"
#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/image-info.h"
#include "virt/storage.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <unistd.h>

/* libvirt and QEMU themselves stop at 200 images on top of each other. */
#define DEEPEST 200

/**
 * hangar_virt_image_use_free:
 * @use: (transfer full): a use
 */
void
hangar_virt_image_use_free (HangarVirtImageUse *use)
{
  g_free (use->name);
  g_free (use->path);
  g_free (use->real);
  g_free (use->device);
  g_free (use->target);
  g_free (use->format);
  g_free (use);
}

/* What is known of one image, however that was found out. */
typedef struct
{
  char *format;
  char *backing;
  char *backing_format;
  guint64 capacity;
  guint64 allocation;
  gboolean in_pool;
} Image;

static void
image_free (gpointer data)
{
  Image *image = data;

  /* Nothing could be found out of it. */
  if (image == NULL)
    return;
  g_free (image->format);
  g_free (image->backing);
  g_free (image->backing_format);
  g_free (image);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static guint64
get_size (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
           ? (guint64) MAX (json_node_get_int (node), 0)
           : 0;
}

static Image *
image_from_json (GBytes *answer)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;
  Image *image;

  if (!json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL),
                                   (gssize) g_bytes_get_size (answer), NULL) ||
      json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;

  object = json_node_get_object (json_parser_get_root (parser));
  image = g_new0 (Image, 1);
  image->format = g_strdup (get_string (object, "format"));
  image->capacity = get_size (object, "virtual-size");
  image->allocation = get_size (object, "actual-size");
  image->backing = g_strdup (get_string (object, "full-backing-filename"));
  if (image->backing == NULL)
    image->backing = g_strdup (get_string (object, "backing-filename"));
  image->backing_format = g_strdup (get_string (object, "backing-filename-format"));
  return image;
}

/* One image that is in no pool, on this computer. */
static Image *
inspect_file (const char *path, const char *format, GCancellable *cancellable)
{
  g_autoptr (GBytes) answer = hangar_virt_image_info (path, format, cancellable);

  return answer != NULL ? image_from_json (answer) : NULL;
}

typedef struct
{
  GVirConnection *connection;
  gboolean local;
  GCancellable *cancellable;
  GHashTable *images; /* path → Image, NULL when nothing could be found out */
  GHashTable *looked; /* folders whose pools have looked again what is in them */
  GHashTable *seen;   /* images of the domain that is looked at */
  GPtrArray *uses;
  GError *error; /* a definition that could not be read */
} Search;

static Image *
image_from_volume (Search *search, const char *path)
{
  g_autoptr (HangarVirtVolume) volume = NULL;
  Image *image;

  /* Pools do not hear of what hypervisors and people do to images: overlays made, bases pulled in. */
  if (g_hash_table_add (search->looked, g_path_get_dirname (path)))
    hangar_virt_folder_refresh (search->connection, path);
  volume = hangar_virt_volume_lookup (search->connection, path, NULL);

  if (volume == NULL)
    return NULL;
  image = g_new0 (Image, 1);
  image->format = g_strdup (volume->format);
  image->capacity = volume->capacity;
  image->allocation = volume->allocation;
  image->backing = g_strdup (volume->backing_path);
  image->in_pool = TRUE;
  return image;
}

static const Image *
find_image (Search *search, const char *path, const char *format)
{
  Image *image;

  if (g_hash_table_lookup_extended (search->images, path, NULL, (gpointer *) &image))
    return image;

  image = image_from_volume (search, path);
  if (image == NULL && search->local)
    image = inspect_file (path, format, search->cancellable);
  g_hash_table_insert (search->images, g_strdup (path), image);
  return image;
}

static HangarVirtImageUse *
copy_use (const HangarVirtImageUse *use)
{
  HangarVirtImageUse *copy = g_memdup2 (use, sizeof *use);

  copy->name = g_strdup (use->name);
  copy->path = g_strdup (use->path);
  copy->device = g_strdup (use->device);
  copy->target = g_strdup (use->target);
  copy->format = g_strdup (use->format);
  return copy;
}

/**
 * hangar_virt_image_real:
 * @path: a path on this computer
 *
 * Two pools may show one file under two names.
 *
 * Returns: (transfer full) (nullable): where symbolic links in it lead, when that is elsewhere
 */
char *
hangar_virt_image_real (const char *path)
{
  char *resolved = g_path_is_absolute (path) ? realpath (path, NULL) : NULL;
  char *real = resolved != NULL && !g_str_equal (resolved, path) ? g_strdup (resolved) : NULL;

  free (resolved);
  return real;
}

/* The definition says how a disk is read. What a pool sees in its first bytes, its guest may have written. */
static const char *
choose_format (const Image *image, const char *format, guint depth)
{
  return image != NULL && image->format != NULL && (depth > 0 || format == NULL) ? image->format : format;
}

/* What a snapshot names and what is not there any more builds on nothing. */
static gboolean
is_unknown (const Search *search, const HangarVirtImageUse *disk, const char *path, const char *format)
{
  if (disk->indirect && search->local)
    {
      int code = hangar_file_look (path, NULL);

      if (code != 0 && code != ETIMEDOUT)
        return FALSE;
    }
  return g_strcmp0 (format, "raw") != 0;
}

/* Follows a disk down to the image that builds on nothing. */
static void
add_chain (Search *search, const HangarVirtImageUse *disk)
{
  g_autofree char *path = g_strdup (disk->path);
  g_autofree char *format = g_strdup (disk->format);

  for (guint depth = 0; path != NULL && depth < DEEPEST; depth++)
    {
      gboolean is_new = g_hash_table_add (search->seen, g_strdup (path));
      const Image *image;
      HangarVirtImageUse *use;

      /* With all that is below it. */
      if (disk->indirect && !is_new)
        return;
      image = find_image (search, path, format);
      use = copy_use (disk);
      g_free (use->path);
      g_free (use->format);
      use->path = g_strdup (path);
      use->real = search->local ? hangar_virt_image_real (path) : NULL;
      use->format = g_strdup (choose_format (image, format, depth));
      use->depth = depth;
      use->incomplete = image == NULL && is_unknown (search, disk, path, format);
      if (image != NULL)
        {
          use->capacity = image->capacity;
          use->allocation = image->allocation;
          use->in_pool = image->in_pool;
        }
      g_ptr_array_add (search->uses, use);

      g_free (path);
      g_free (format);
      path = image != NULL ? g_strdup (image->backing) : NULL;
      format = image != NULL ? g_strdup (image->backing_format) : NULL;
    }
}

static char *
get_below (HangarXml *xml, const char *base, const char *path)
{
  g_autofree char *full = g_strconcat (base, path, NULL);

  return hangar_xml_get (xml, full);
}

static char *
read_source (Search *search, HangarXml *xml, const char *base)
{
  static const char *const attributes[] = { "/source/@file", "/source/@dev" };
  g_autofree char *pool = get_below (xml, base, "/source/@pool");
  g_autofree char *volume = get_below (xml, base, "/source/@volume");

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      char *source = get_below (xml, base, attributes[i]);

      if (source != NULL)
        return source;
    }
  return pool != NULL && volume != NULL ? hangar_virt_volume_path (search->connection, pool, volume) : NULL;
}

static gboolean
has_element (HangarXml *xml, const char *base, const char *name)
{
  g_autofree char *full = g_strconcat (base, name, NULL);

  return hangar_xml_count (xml, full) > 0;
}

static HangarVirtImageUse *
use_new (virDomainPtr domain)
{
  HangarVirtImageUse *use = g_new0 (HangarVirtImageUse, 1);

  virDomainGetUUIDString (domain, use->uuid);
  use->name = g_utf8_make_valid (virDomainGetName (domain), -1);
  use->active = virDomainIsActive (domain) == 1;
  return use;
}

/* Takes @path and @format. */
static void
add_needed (Search *search, virDomainPtr domain, const char *device, char *path, char *format)
{
  g_autoptr (HangarVirtImageUse) use = use_new (domain);

  use->path = path;
  use->format = format;
  use->device = g_strdup (device);
  use->target = g_strdup ("");
  use->indirect = TRUE;
  if (path != NULL)
    add_chain (search, use);
}

static void
add_disk (Search *search, virDomainPtr domain, HangarXml *xml, const char *base, gboolean indirect)
{
  g_autoptr (HangarVirtImageUse) disk = use_new (domain);

  disk->path = read_source (search, xml, base);
  disk->device = get_below (xml, base, "/@device");
  if (disk->device == NULL)
    disk->device = g_strdup ("disk");
  disk->target = indirect ? g_strdup ("") : get_below (xml, base, "/target/@dev");
  disk->format = get_below (xml, base, "/driver/@type");
  disk->read_only = has_element (xml, base, "/readonly");
  disk->shareable = has_element (xml, base, "/shareable");
  disk->indirect = indirect;
  if (disk->path != NULL)
    add_chain (search, disk);
  /* What a copy under way writes to becomes the disk when it is done. */
  add_needed (search, domain, disk->device, get_below (xml, base, "/mirror/source/@file"),
              get_below (xml, base, "/mirror/format/@type"));
}

static void
add_disks (Search *search, virDomainPtr domain, HangarXml *xml, const char *list, gboolean indirect)
{
  guint n = hangar_xml_count (xml, list);

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *base = g_strdup_printf ("%s[%u]", list, i);

      add_disk (search, domain, xml, base, indirect);
    }
}

/* What a start reads, besides disks. */
static void
add_start (Search *search, virDomainPtr domain, HangarXml *xml)
{
  static const char *const paths[][2] = { { "/domain/os/kernel", "kernel" },
                                          { "/domain/os/initrd", "kernel" },
                                          { "/domain/os/nvram", "firmware" },
                                          { "/domain/os/nvram/source/@file", "firmware" } };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      char *path = hangar_xml_get (xml, paths[i][0]);

      if (path != NULL && *path != '\0')
        add_needed (search, domain, paths[i][1], path, g_strdup ("raw"));
      else
        g_free (path);
    }
}

static void
add_snapshot (Search *search, virDomainPtr domain, HangarXml *xml)
{
  add_disks (search, domain, xml, "/domainsnapshot/domain/devices/disk", TRUE);
  add_disks (search, domain, xml, "/domainsnapshot/inactiveDomain/devices/disk", TRUE);
  add_disks (search, domain, xml, "/domainsnapshot/disks/disk", TRUE);
  add_needed (search, domain, "memory", hangar_xml_get (xml, "/domainsnapshot/memory/@file"),
              g_strdup ("raw"));
}

/* What is not known might use anything; what is gone uses nothing, and so does what cannot be. */
static void
complain (Search *search, virDomainPtr domain, const char *text)
{
  int code = virGetLastErrorCode ();

  if (search->error != NULL || (text == NULL && (code == VIR_ERR_NO_DOMAIN || code == VIR_ERR_NO_SUPPORT ||
                                                 code == VIR_ERR_NO_DOMAIN_SNAPSHOT)))
    return;
  if (text == NULL)
    hangar_virt_error_set (&search->error);
  else
    g_set_error (&search->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", virDomainGetName (domain));
}

/* Going back to a snapshot needs the images that it names, though no definition names them now. */
static void
add_snapshots (Search *search, virDomainPtr domain)
{
  virDomainSnapshotPtr *snapshots = NULL;
  int n = virDomainListAllSnapshots (domain, &snapshots, 0);

  if (n < 0)
    complain (search, domain, NULL);
  for (int i = 0; i < n; i++)
    {
      char *text = virDomainSnapshotGetXMLDesc (snapshots[i], 0);
      g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;

      if (xml != NULL)
        add_snapshot (search, domain, xml);
      else
        complain (search, domain, text);
      free (text);
      virDomainSnapshotFree (snapshots[i]);
    }
  free (snapshots);
}

/* The stored definition and, when it runs, the running one: a snapshot or a changed medium makes them differ.
 */
static void
add_definition (Search *search, virDomainPtr domain, unsigned int flags)
{
  char *text = virDomainGetXMLDesc (domain, flags);
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;

  if (xml == NULL)
    complain (search, domain, text);
  free (text);
  if (xml == NULL)
    return;
  add_disks (search, domain, xml, "/domain/devices/disk", FALSE);
  add_start (search, domain, xml);
}

static void
add_definitions (Search *search, virDomainPtr domain)
{
  if (virDomainIsPersistent (domain) == 1)
    add_definition (search, domain, VIR_DOMAIN_XML_INACTIVE);
  if (virDomainIsActive (domain) == 1)
    add_definition (search, domain, 0);
}

static void
add_domain (Search *search, virDomainPtr domain)
{
  g_hash_table_remove_all (search->seen);
  add_definitions (search, domain);
  add_snapshots (search, domain);
}

static void
search_init (Search *search, GVirConnection *connection, gboolean local)
{
  search->connection = connection;
  search->local = local;
  search->images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, image_free);
  search->looked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
search_clear (Search *search)
{
  g_hash_table_unref (search->images);
  g_hash_table_unref (search->looked);
  g_hash_table_unref (search->seen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/**
 * hangar_virt_image_use_new:
 * @connection: an open connection
 * @local: whether the host's files are this computer's
 * @uuid: a domain
 * @path: a file that it is said to need, though nothing in its definition names it
 *
 * Returns: (transfer full): what is known of that file
 */
HangarVirtImageUse *
hangar_virt_image_use_new (GVirConnection *connection, gboolean local, const char *uuid, const char *path)
{
  g_auto (Search) search = { 0 };
  HangarVirtImageUse *use = g_new0 (HangarVirtImageUse, 1);
  const Image *image;

  search_init (&search, connection, local);
  image = find_image (&search, path, "raw");
  g_strlcpy (use->uuid, uuid, sizeof use->uuid);
  use->name = g_strdup ("");
  use->path = g_strdup (path);
  use->real = local ? hangar_virt_image_real (path) : NULL;
  use->device = g_strdup ("disk");
  use->target = g_strdup ("");
  use->format = g_strdup ("raw");
  use->indirect = TRUE;
  if (image != NULL)
    {
      use->capacity = image->capacity;
      use->allocation = image->allocation;
      use->in_pool = image->in_pool;
    }
  return use;
}

/* Only what is certainly not there: a folder that we may not look into may hold it. */
static gboolean
is_missing (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_path_is_absolute (path) && hangar_file_look (folder, NULL) == 0 &&
         hangar_file_look (path, NULL) == ENOENT;
}

/**
 * hangar_virt_image_check_chains:
 * @connection: an open connection
 * @uuid: a domain
 * @local: whether the host's files are this computer's; on others, chains cannot be looked into
 * @error: return location; names the image that is not there
 *
 * Looks whether all that the disks of a domain build on is there, at any depth.
 *
 * Returns: whether nothing is known to be missing
 */
gboolean
hangar_virt_image_check_chains (GVirConnection *connection, const char *uuid, gboolean local, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (Search) search = { 0 };
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_image_use_free);

  if (domain == NULL)
    return FALSE;
  search_init (&search, connection, local);
  search.uses = uses;
  add_definitions (&search, domain);
  g_clear_error (&search.error);
  for (guint i = 0; local && i < uses->len; i++)
    {
      const HangarVirtImageUse *use = g_ptr_array_index (uses, i);

      if (!g_str_equal (use->device, "disk") || use->indirect || !is_missing (use->path))
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   /* Translators: the name of a disk, like "vda", and the path of an image */
                   _ ("The disk %s needs %s, and that is not there."), use->target, use->path);
      return FALSE;
    }
  return TRUE;
}

/**
 * hangar_virt_image_uses:
 * @connection: an open connection
 * @local: whether the host's files are this computer's, so that images in no pool can be looked into
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * Finds every image of every domain of a host, its snapshots included. An image may appear several times:
 * once for each that uses it.
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtImageUse): the uses
 */
GPtrArray *
hangar_virt_image_uses (GVirConnection *connection, gboolean local, GCancellable *cancellable, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (Search) search = { 0 };
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (handle, &domains, 0);

  search_init (&search, connection, local);
  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }

  search.cancellable = cancellable;
  search.uses = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_image_use_free);
  for (int i = 0; i < n; i++)
    {
      add_domain (&search, domains[i]);
      virDomainFree (domains[i]);
    }
  free (domains);
  if (search.error == NULL && !g_cancellable_set_error_if_cancelled (cancellable, error))
    return search.uses;

  if (search.error != NULL)
    g_propagate_error (error, search.error);
  g_ptr_array_unref (search.uses);
  return NULL;
}
