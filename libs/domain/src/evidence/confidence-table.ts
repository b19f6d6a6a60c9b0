import type { CalibrationTable } from './confidence.ts'

/**
 * Written by `npm run bench -- answers -- --calibrate`, not by hand: 1395 values of 67 small-business sites against
 * hand-made annotations. Right, of how many. Opening hours and values without an annotation are left out.
 */
export const CALIBRATION: CalibrationTable = {
  'city microdata verified one': [1, 1],
  'city microdata verified several': [4, 4],
  'city text verified one': [124, 144],
  'city text verified several': [27, 30],
  'company_name meta verified several': [4, 5],
  'company_name microdata verified one': [1, 1],
  'company_name microdata verified several': [3, 4],
  'company_name text verified one': [64, 84],
  'company_name text verified several': [45, 55],
  'company_name title verified one': [32, 60],
  'company_name title verified several': [11, 12],
  'fax text verified one': [44, 45],
  'fax text verified several': [12, 12],
  'people text verified one': [170, 203],
  'people text verified several': [23, 28],
  'phone microdata verified one': [3, 3],
  'phone microdata verified several': [3, 3],
  'phone tel verified several': [7, 7],
  'phone text cited one': [0, 1],
  'phone text verified one': [212, 218],
  'phone text verified several': [50, 51],
  'postal_code microdata verified one': [1, 1],
  'postal_code microdata verified several': [4, 4],
  'postal_code text verified one': [133, 142],
  'postal_code text verified several': [33, 33],
  'street microdata verified one': [1, 1],
  'street microdata verified several': [3, 3],
  'street text verified one': [178, 205],
  'street text verified several': [33, 35],
}
