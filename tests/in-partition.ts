/**
 * A template as CloudFormation or Terraform would read it in a partition: what it looks up is filled in.
 * @param template the role's, of lib/catalog/connect/template.ts
 */
export function inPartition(template: string, partition: string): string {
  return template
    .replaceAll(/\{\s*"Fn::Sub":\s*("[^"]*")\s*\}/g, "$1")
    .replaceAll("${AWS::Partition}", partition)
    .replaceAll("${data.aws_partition.current.partition}", partition);
}
