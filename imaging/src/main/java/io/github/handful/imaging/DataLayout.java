package io.github.handful.imaging;

/** How the files of a data set lie. */
public enum DataLayout {
  /** A folder of images beside a folder of masks, matched by name. */
  FOLDERS,
  /** Images and masks in one folder, told apart by a word in the mask names. */
  ONE_FOLDER,
  /** {@code imagesTr}, {@code labelsTr} and {@code dataset.json} of nnU-Net. */
  NNUNET,
  /** A CSV table with the columns image and mask. */
  MANIFEST
}
