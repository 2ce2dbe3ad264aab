// Generated from the grammar by scripts/generate-cst-types.mjs: the shape of its syntax tree.
import type { CstNode, ICstVisitor, IToken } from "chevrotain";

export interface ParametersCstNode extends CstNode {
  name: "parameters";
  children: ParametersCstChildren;
}

export type ParametersCstChildren = {
  parameter?: ParameterCstNode[];
};

export interface ParameterCstNode extends CstNode {
  name: "parameter";
  children: ParameterCstChildren;
}

export type ParameterCstChildren = {
  HintName?: IToken[];
  NameWord?: IToken[];
  Equals: IToken[];
  parameterValue: ParameterValueCstNode[];
};

export interface ParameterValueCstNode extends CstNode {
  name: "parameterValue";
  children: ParameterValueCstChildren;
}

export type ParameterValueCstChildren = {
  Sign?: IToken[];
  Literal?: IToken[];
  StringLiteral?: IToken[];
  NameWord?: IToken[];
  bracketName?: BracketNameCstNode[];
  bracedName?: BracedNameCstNode[];
  dynamicLiteral?: DynamicLiteralCstNode[];
  typeOf?: TypeOfCstNode[];
};

export interface NameCstNode extends CstNode {
  name: "name";
  children: NameCstChildren;
}

export type NameCstChildren = {
  NameWord?: IToken[];
  bracketName?: BracketNameCstNode[];
  bracedName?: BracedNameCstNode[];
};

export interface BracketNameCstNode extends CstNode {
  name: "bracketName";
  children: BracketNameCstChildren;
}

export type BracketNameCstChildren = {
  LBracket: IToken[];
  StringLiteral?: IToken[];
  wildcardName?: WildcardNameCstNode[];
  RBracket: IToken[];
};

export interface BracedNameCstNode extends CstNode {
  name: "bracedName";
  children: BracedNameCstChildren;
}

export type BracedNameCstChildren = {
  LBrace: IToken[];
  AnyWord: IToken[];
  LBracket?: IToken[];
  Sign?: IToken[];
  LongNumber?: IToken[];
  RBracket?: IToken[];
  RBrace: IToken[];
};

export interface WildcardNameCstNode extends CstNode {
  name: "wildcardName";
  children: WildcardNameCstChildren;
}

export type WildcardNameCstChildren = {
  NameWord?: (IToken)[];
  NamedWord?: (IToken)[];
  Star?: (IToken)[];
  LongNumber?: IToken[];
};

export interface EntityCstNode extends CstNode {
  name: "entity";
  children: EntityCstChildren;
}

export type EntityCstChildren = {
  wildcardName?: WildcardNameCstNode[];
  bracketName?: BracketNameCstNode[];
  index?: IndexCstNode[];
  bracedName?: BracedNameCstNode[];
  At?: IToken[];
  args?: ArgsCstNode[];
  entityTail?: EntityTailCstNode[];
};

export interface EntityTailCstNode extends CstNode {
  name: "entityTail";
  children: EntityTailCstChildren;
}

export type EntityTailCstChildren = {
  Dot?: IToken[];
  wildcardName?: WildcardNameCstNode[];
  bracketName?: (BracketNameCstNode)[];
  index?: (IndexCstNode)[];
  bracedName?: BracedNameCstNode[];
  At?: IToken[];
  args?: ArgsCstNode[];
};

export interface IndexCstNode extends CstNode {
  name: "index";
  children: IndexCstChildren;
}

export type IndexCstChildren = {
  LBracket: IToken[];
  expression: ExpressionCstNode[];
  RBracket: IToken[];
};

export interface PathCstNode extends CstNode {
  name: "path";
  children: PathCstChildren;
}

export type PathCstChildren = {
  step: (StepCstNode)[];
  Dot?: IToken[];
  bracketName?: BracketNameCstNode[];
  index?: IndexCstNode[];
};

export interface StepCstNode extends CstNode {
  name: "step";
  children: StepCstChildren;
}

export type StepCstChildren = {
  NameWord?: IToken[];
  bracketName?: BracketNameCstNode[];
  index?: IndexCstNode[];
  bracedName?: BracedNameCstNode[];
  At?: IToken[];
};

export interface PickedCstNode extends CstNode {
  name: "picked";
  children: PickedCstChildren;
}

export type PickedCstChildren = {
  wildcardName?: WildcardNameCstNode[];
  bracketName?: BracketNameCstNode[];
  bracedName?: BracedNameCstNode[];
};

export interface ItemCstNode extends CstNode {
  name: "item";
  children: ItemCstChildren;
}

export type ItemCstChildren = {
  renameList?: RenameListCstNode[];
  expression?: (ExpressionCstNode)[];
  Equals?: IToken[];
};

export interface RenameListCstNode extends CstNode {
  name: "renameList";
  children: RenameListCstChildren;
}

export type RenameListCstChildren = {
  LParen: IToken[];
  declaredName: DeclaredNameCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface DeclaredNameCstNode extends CstNode {
  name: "declaredName";
  children: DeclaredNameCstChildren;
}

export type DeclaredNameCstChildren = {
  NamedWord?: IToken[];
  name?: NameCstNode[];
};

export interface ExpressionCstNode extends CstNode {
  name: "expression";
  children: ExpressionCstChildren;
}

export type ExpressionCstChildren = {
  operand: (OperandCstNode)[];
  BinaryOperator?: IToken[];
  listTail?: ListTailCstNode[];
  betweenTail?: BetweenTailCstNode[];
};

export interface ListTailCstNode extends CstNode {
  name: "listTail";
  children: ListTailCstChildren;
}

export type ListTailCstChildren = {
  ListOperator: IToken[];
  LParen: IToken[];
  pipeline: PipelineCstNode[];
  Comma?: IToken[];
  expression?: ExpressionCstNode[];
  RParen: IToken[];
};

export interface BetweenTailCstNode extends CstNode {
  name: "betweenTail";
  children: BetweenTailCstChildren;
}

export type BetweenTailCstChildren = {
  KwBetween?: IToken[];
  KwNotBetween?: IToken[];
  LParen: IToken[];
  expression: (ExpressionCstNode)[];
  DotDot: IToken[];
  RParen: IToken[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  Sign?: IToken[];
  NameWord?: IToken[];
  bracketName?: BracketNameCstNode[];
  bracedName?: BracedNameCstNode[];
  At?: IToken[];
  Literal?: IToken[];
  StringLiteral?: IToken[];
  paren?: ParenCstNode[];
  Star?: IToken[];
  index?: IndexCstNode[];
  queryCall?: QueryCallCstNode[];
  dynamicLiteral?: DynamicLiteralCstNode[];
  typeOf?: TypeOfCstNode[];
  datatable?: DatatableCstNode[];
  externaldata?: ExternaldataCstNode[];
  args?: ArgsCstNode[];
  dataScope?: DataScopeCstNode[];
  tail?: TailCstNode[];
};

export interface DataScopeCstNode extends CstNode {
  name: "dataScope";
  children: DataScopeCstChildren;
}

export type DataScopeCstChildren = {
  NameWord: (IToken)[];
  Equals: IToken[];
};

export interface TailCstNode extends CstNode {
  name: "tail";
  children: TailCstChildren;
}

export type TailCstChildren = {
  Dot?: IToken[];
  NameWord?: IToken[];
  bracketName?: BracketNameCstNode[];
  index?: (IndexCstNode)[];
  bracedName?: BracedNameCstNode[];
  At?: IToken[];
  args?: ArgsCstNode[];
};

export interface ArgsCstNode extends CstNode {
  name: "args";
  children: ArgsCstChildren;
}

export type ArgsCstChildren = {
  LParen: IToken[];
  item?: ItemCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface ParenCstNode extends CstNode {
  name: "paren";
  children: ParenCstChildren;
}

export type ParenCstChildren = {
  LParen: IToken[];
  pipeline: PipelineCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface QueryCallCstNode extends CstNode {
  name: "queryCall";
  children: QueryCallCstChildren;
}

export type QueryCallCstChildren = {
  KwToscalar?: IToken[];
  KwTotable?: IToken[];
  KwMaterialize?: IToken[];
  parameter?: ParameterCstNode[];
  LParen: IToken[];
  pipeline: PipelineCstNode[];
  RParen: IToken[];
};

export interface TypeOfCstNode extends CstNode {
  name: "typeOf";
  children: TypeOfCstChildren;
}

export type TypeOfCstChildren = {
  TypeOf: IToken[];
  LParen: IToken[];
  typeOfPart?: TypeOfPartCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface TypeOfPartCstNode extends CstNode {
  name: "typeOfPart";
  children: TypeOfPartCstChildren;
}

export type TypeOfPartCstChildren = {
  Star?: IToken[];
  name?: NameCstNode[];
  Colon?: IToken[];
  typeName?: TypeNameCstNode[];
  tableType?: TableTypeCstNode[];
};

export interface DynamicLiteralCstNode extends CstNode {
  name: "dynamicLiteral";
  children: DynamicLiteralCstChildren;
}

export type DynamicLiteralCstChildren = {
  Dynamic: IToken[];
  LParen: IToken[];
  json: JsonCstNode[];
  RParen: IToken[];
};

export interface JsonCstNode extends CstNode {
  name: "json";
  children: JsonCstChildren;
}

export type JsonCstChildren = {
  StringLiteral?: IToken[];
  Sign?: IToken[];
  Literal?: IToken[];
  NameWord?: IToken[];
  jsonArray?: JsonArrayCstNode[];
  bracedName?: BracedNameCstNode[];
  jsonObject?: JsonObjectCstNode[];
  dynamicLiteral?: DynamicLiteralCstNode[];
};

export interface JsonArrayCstNode extends CstNode {
  name: "jsonArray";
  children: JsonArrayCstChildren;
}

export type JsonArrayCstChildren = {
  LBracket: IToken[];
  json?: JsonCstNode[];
  Comma?: IToken[];
  RBracket: IToken[];
};

export interface JsonObjectCstNode extends CstNode {
  name: "jsonObject";
  children: JsonObjectCstChildren;
}

export type JsonObjectCstChildren = {
  LBrace: IToken[];
  jsonPair?: JsonPairCstNode[];
  Comma?: IToken[];
  RBrace: IToken[];
};

export interface JsonPairCstNode extends CstNode {
  name: "jsonPair";
  children: JsonPairCstChildren;
}

export type JsonPairCstChildren = {
  StringLiteral: IToken[];
  Colon: IToken[];
  json: JsonCstNode[];
};

export interface DatatableCstNode extends CstNode {
  name: "datatable";
  children: DatatableCstChildren;
}

export type DatatableCstChildren = {
  KwDatatable: IToken[];
  parameters: ParametersCstNode[];
  rowSchema: RowSchemaCstNode[];
  LBracket: IToken[];
  Comma?: (IToken)[];
  expression?: (ExpressionCstNode)[];
  RBracket: IToken[];
};

export interface ExternaldataCstNode extends CstNode {
  name: "externaldata";
  children: ExternaldataCstChildren;
}

export type ExternaldataCstChildren = {
  KwExternaldata?: IToken[];
  KwExternalData?: IToken[];
  parameters: ParametersCstNode[];
  rowSchema: RowSchemaCstNode[];
  LBracket: IToken[];
  pipeline?: (PipelineCstNode)[];
  Comma?: (IToken)[];
  RBracket: IToken[];
  withProperties?: WithPropertiesCstNode[];
};

export interface WithPropertiesCstNode extends CstNode {
  name: "withProperties";
  children: WithPropertiesCstChildren;
}

export type WithPropertiesCstChildren = {
  KwWith: IToken[];
  LParen: IToken[];
  property?: PropertyCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface PropertyCstNode extends CstNode {
  name: "property";
  children: PropertyCstChildren;
}

export type PropertyCstChildren = {
  name: NameCstNode[];
  Equals: IToken[];
  NamedWord?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface RowSchemaCstNode extends CstNode {
  name: "rowSchema";
  children: RowSchemaCstChildren;
}

export type RowSchemaCstChildren = {
  LParen: IToken[];
  Comma?: (IToken)[];
  column?: (ColumnCstNode)[];
  RParen: IToken[];
};

export interface ColumnCstNode extends CstNode {
  name: "column";
  children: ColumnCstChildren;
}

export type ColumnCstChildren = {
  name: NameCstNode[];
  Colon: IToken[];
  typeName?: TypeNameCstNode[];
  tableType?: TableTypeCstNode[];
};

export interface TableTypeCstNode extends CstNode {
  name: "tableType";
  children: TableTypeCstChildren;
}

export type TableTypeCstChildren = {
  LParen: IToken[];
  Star?: IToken[];
  column?: (ColumnCstNode)[];
  Comma?: (IToken)[];
  RParen: IToken[];
};

export interface TypeNameCstNode extends CstNode {
  name: "typeName";
  children: TypeNameCstChildren;
}

export type TypeNameCstChildren = {
  NameWord: IToken[];
};

export interface WhereCstNode extends CstNode {
  name: "where";
  children: WhereCstChildren;
}

export type WhereCstChildren = {
  KwWhere?: IToken[];
  KwFilter?: IToken[];
  parameters: ParametersCstNode[];
  item: ItemCstNode[];
};

export interface ExtendCstNode extends CstNode {
  name: "extend";
  children: ExtendCstChildren;
}

export type ExtendCstChildren = {
  KwExtend: IToken[];
  item: ItemCstNode[];
  Comma?: IToken[];
};

export interface ProjectCstNode extends CstNode {
  name: "project";
  children: ProjectCstChildren;
}

export type ProjectCstChildren = {
  KwProject?: IToken[];
  KwProjectRename?: IToken[];
  item?: ItemCstNode[];
  Comma?: IToken[];
};

export interface ProjectNamesCstNode extends CstNode {
  name: "projectNames";
  children: ProjectNamesCstChildren;
}

export type ProjectNamesCstChildren = {
  KwProjectAway?: IToken[];
  KwProjectKeep?: IToken[];
  picked?: PickedCstNode[];
  Comma?: IToken[];
};

export interface ProjectReorderCstNode extends CstNode {
  name: "projectReorder";
  children: ProjectReorderCstChildren;
}

export type ProjectReorderCstChildren = {
  KwProjectReorder: IToken[];
  reordered?: ReorderedCstNode[];
  Comma?: IToken[];
};

export interface ReorderedCstNode extends CstNode {
  name: "reordered";
  children: ReorderedCstChildren;
}

export type ReorderedCstChildren = {
  picked: PickedCstNode[];
  direction?: DirectionCstNode[];
};

export interface DirectionCstNode extends CstNode {
  name: "direction";
  children: DirectionCstChildren;
}

export type DirectionCstChildren = {
  KwAsc?: IToken[];
  KwDesc?: IToken[];
  KwGrannyAsc?: IToken[];
  KwGrannyDesc?: IToken[];
};

export interface ProjectByNamesCstNode extends CstNode {
  name: "projectByNames";
  children: ProjectByNamesCstChildren;
}

export type ProjectByNamesCstChildren = {
  KwProjectByNames: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
};

export interface SummarizeCstNode extends CstNode {
  name: "summarize";
  children: SummarizeCstChildren;
}

export type SummarizeCstChildren = {
  KwSummarize: IToken[];
  parameters: ParametersCstNode[];
  item?: ItemCstNode[];
  Comma?: IToken[];
  by?: ByCstNode[];
};

export interface ByCstNode extends CstNode {
  name: "by";
  children: ByCstChildren;
}

export type ByCstChildren = {
  KwBy: IToken[];
  item: ItemCstNode[];
  Comma?: IToken[];
  KwBin?: IToken[];
  Equals?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface DistinctCstNode extends CstNode {
  name: "distinct";
  children: DistinctCstChildren;
}

export type DistinctCstChildren = {
  KwDistinct: IToken[];
  parameters: ParametersCstNode[];
  item: ItemCstNode[];
  Comma?: IToken[];
};

export interface SortCstNode extends CstNode {
  name: "sort";
  children: SortCstChildren;
}

export type SortCstChildren = {
  KwSort?: IToken[];
  KwOrder?: IToken[];
  parameters: ParametersCstNode[];
  orderedBy: OrderedByCstNode[];
};

export interface OrderedByCstNode extends CstNode {
  name: "orderedBy";
  children: OrderedByCstChildren;
}

export type OrderedByCstChildren = {
  KwBy: IToken[];
  ordered: OrderedCstNode[];
  Comma?: IToken[];
};

export interface OrderedCstNode extends CstNode {
  name: "ordered";
  children: OrderedCstChildren;
}

export type OrderedCstChildren = {
  item: ItemCstNode[];
  direction?: DirectionCstNode[];
  KwNulls?: IToken[];
  Identifier?: IToken[];
};

export interface TopCstNode extends CstNode {
  name: "top";
  children: TopCstChildren;
}

export type TopCstChildren = {
  KwTop: IToken[];
  parameters: ParametersCstNode[];
  item: ItemCstNode[];
  KwBy: IToken[];
  ordered: OrderedCstNode[];
};

export interface TopNestedCstNode extends CstNode {
  name: "topNested";
  children: TopNestedCstChildren;
}

export type TopNestedCstChildren = {
  topNestedLevel: TopNestedLevelCstNode[];
  Comma?: IToken[];
};

export interface TopNestedLevelCstNode extends CstNode {
  name: "topNestedLevel";
  children: TopNestedLevelCstChildren;
}

export type TopNestedLevelCstChildren = {
  KwTopNested: IToken[];
  item: (ItemCstNode)[];
  KwOf: IToken[];
  KwWith?: IToken[];
  Identifier?: IToken[];
  Equals?: IToken[];
  expression?: ExpressionCstNode[];
  KwBy: IToken[];
  ordered: OrderedCstNode[];
};

export interface TopHittersCstNode extends CstNode {
  name: "topHitters";
  children: TopHittersCstChildren;
}

export type TopHittersCstChildren = {
  KwTopHitters: IToken[];
  item: (ItemCstNode)[];
  KwOf: IToken[];
  KwBy?: IToken[];
};

export interface TakeCstNode extends CstNode {
  name: "take";
  children: TakeCstChildren;
}

export type TakeCstChildren = {
  KwTake?: IToken[];
  KwLimit?: IToken[];
  KwSample?: IToken[];
  parameters: ParametersCstNode[];
  item: ItemCstNode[];
};

export interface SampleDistinctCstNode extends CstNode {
  name: "sampleDistinct";
  children: SampleDistinctCstChildren;
}

export type SampleDistinctCstChildren = {
  KwSampleDistinct: IToken[];
  parameters: ParametersCstNode[];
  item: (ItemCstNode)[];
  KwOf: IToken[];
};

export interface CountCstNode extends CstNode {
  name: "count";
  children: CountCstChildren;
}

export type CountCstChildren = {
  KwCount: IToken[];
  KwAs?: IToken[];
  name?: NameCstNode[];
};

export interface SerializeCstNode extends CstNode {
  name: "serialize";
  children: SerializeCstChildren;
}

export type SerializeCstChildren = {
  KwSerialize: IToken[];
  parameters: ParametersCstNode[];
  item?: ItemCstNode[];
  Comma?: IToken[];
};

export interface PrintCstNode extends CstNode {
  name: "print";
  children: PrintCstChildren;
}

export type PrintCstChildren = {
  KwPrint: IToken[];
  item: ItemCstNode[];
  Comma?: IToken[];
};

export interface RangeCstNode extends CstNode {
  name: "range";
  children: RangeCstChildren;
}

export type RangeCstChildren = {
  KwRange: IToken[];
  name: NameCstNode[];
  KwFrom: IToken[];
  expression: (ExpressionCstNode)[];
  KwTo: IToken[];
  KwStep: IToken[];
};

export interface AssertSchemaCstNode extends CstNode {
  name: "assertSchema";
  children: AssertSchemaCstChildren;
}

export type AssertSchemaCstChildren = {
  KwAssertSchema: IToken[];
  rowSchema: RowSchemaCstNode[];
};

export interface AsCstNode extends CstNode {
  name: "as";
  children: AsCstChildren;
}

export type AsCstChildren = {
  KwAs: IToken[];
  parameters: ParametersCstNode[];
  name: NameCstNode[];
};

export interface JoinCstNode extends CstNode {
  name: "join";
  children: JoinCstChildren;
}

export type JoinCstChildren = {
  KwJoin: IToken[];
  parameters: ParametersCstNode[];
  expression: (ExpressionCstNode)[];
  on?: OnCstNode[];
  KwWhere?: IToken[];
};

export interface OnCstNode extends CstNode {
  name: "on";
  children: OnCstChildren;
}

export type OnCstChildren = {
  KwOn: IToken[];
  expression: ExpressionCstNode[];
  Comma?: IToken[];
};

export interface LookupCstNode extends CstNode {
  name: "lookup";
  children: LookupCstChildren;
}

export type LookupCstChildren = {
  KwLookup: IToken[];
  parameters: ParametersCstNode[];
  expression: ExpressionCstNode[];
  on: OnCstNode[];
};

export interface UnionCstNode extends CstNode {
  name: "union";
  children: UnionCstChildren;
}

export type UnionCstChildren = {
  KwUnion: IToken[];
  parameters: ParametersCstNode[];
  source: SourceCstNode[];
  Comma?: IToken[];
};

export interface SourceCstNode extends CstNode {
  name: "source";
  children: SourceCstChildren;
}

export type SourceCstChildren = {
  paren?: ParenCstNode[];
  entity?: EntityCstNode[];
};

export interface InTablesCstNode extends CstNode {
  name: "inTables";
  children: InTablesCstChildren;
}

export type InTablesCstChildren = {
  KwIn: IToken[];
  LParen: IToken[];
  searchedTable: SearchedTableCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface SearchedTableCstNode extends CstNode {
  name: "searchedTable";
  children: SearchedTableCstChildren;
}

export type SearchedTableCstChildren = {
  entity: EntityCstNode[];
  Pipe?: IToken[];
  as?: AsCstNode[];
};

export interface SearchCstNode extends CstNode {
  name: "search";
  children: SearchCstChildren;
}

export type SearchCstChildren = {
  KwSearch: IToken[];
  parameters: ParametersCstNode[];
  dataScope?: DataScopeCstNode[];
  inTables?: InTablesCstNode[];
  expression: ExpressionCstNode[];
};

export interface FindCstNode extends CstNode {
  name: "find";
  children: FindCstChildren;
}

export type FindCstChildren = {
  KwFind: IToken[];
  dataScope?: DataScopeCstNode[];
  parameters: ParametersCstNode[];
  inTables?: InTablesCstNode[];
  KwWhere?: IToken[];
  expression: ExpressionCstNode[];
  findColumns?: FindColumnsCstNode[];
  findColumnsAway?: FindColumnsAwayCstNode[];
};

export interface FindColumnsCstNode extends CstNode {
  name: "findColumns";
  children: FindColumnsCstChildren;
}

export type FindColumnsCstChildren = {
  KwProject?: IToken[];
  findColumn?: FindColumnCstNode[];
  Comma?: IToken[];
  KwProjectSmart?: IToken[];
};

export interface FindColumnsAwayCstNode extends CstNode {
  name: "findColumnsAway";
  children: FindColumnsAwayCstChildren;
}

export type FindColumnsAwayCstChildren = {
  KwProjectAway: IToken[];
  findColumn: FindColumnCstNode[];
  Comma?: IToken[];
};

export interface FindColumnCstNode extends CstNode {
  name: "findColumn";
  children: FindColumnCstChildren;
}

export type FindColumnCstChildren = {
  Star?: IToken[];
  name?: NameCstNode[];
  args?: ArgsCstNode[];
  Colon?: IToken[];
  typeName?: TypeNameCstNode[];
};

export interface MvExpandCstNode extends CstNode {
  name: "mvExpand";
  children: MvExpandCstChildren;
}

export type MvExpandCstChildren = {
  KwMvExpand?: IToken[];
  KwMvexpand?: IToken[];
  parameters: ParametersCstNode[];
  expanded: ExpandedCstNode[];
  Comma?: IToken[];
  rowLimit?: RowLimitCstNode[];
};

export interface ExpandedCstNode extends CstNode {
  name: "expanded";
  children: ExpandedCstChildren;
}

export type ExpandedCstChildren = {
  toTypeOf?: (ToTypeOfCstNode)[];
  item?: ItemCstNode[];
};

export interface ToTypeOfCstNode extends CstNode {
  name: "toTypeOf";
  children: ToTypeOfCstChildren;
}

export type ToTypeOfCstChildren = {
  KwTo: IToken[];
  typeOf: TypeOfCstNode[];
};

export interface RowLimitCstNode extends CstNode {
  name: "rowLimit";
  children: RowLimitCstChildren;
}

export type RowLimitCstChildren = {
  KwLimit: IToken[];
  expression: ExpressionCstNode[];
};

export interface MvApplyCstNode extends CstNode {
  name: "mvApply";
  children: MvApplyCstChildren;
}

export type MvApplyCstChildren = {
  KwMvApply?: IToken[];
  KwMvapply?: IToken[];
  parameters: ParametersCstNode[];
  expanded: ExpandedCstNode[];
  Comma?: IToken[];
  rowLimit?: RowLimitCstNode[];
  KwId?: IToken[];
  expression?: ExpressionCstNode[];
  KwOn: IToken[];
  LParen: IToken[];
  operators: OperatorsCstNode[];
  RParen: IToken[];
};

export interface EvaluateCstNode extends CstNode {
  name: "evaluate";
  children: EvaluateCstChildren;
}

export type EvaluateCstChildren = {
  KwEvaluate: IToken[];
  parameters: ParametersCstNode[];
  name: NameCstNode[];
  args: ArgsCstNode[];
  Colon?: IToken[];
  resultSchema?: ResultSchemaCstNode[];
};

export interface ResultSchemaCstNode extends CstNode {
  name: "resultSchema";
  children: ResultSchemaCstChildren;
}

export type ResultSchemaCstChildren = {
  LParen: IToken[];
  Comma?: (IToken)[];
  Star?: IToken[];
  column?: (ColumnCstNode)[];
  RParen: IToken[];
};

export interface InvokeCstNode extends CstNode {
  name: "invoke";
  children: InvokeCstChildren;
}

export type InvokeCstChildren = {
  KwInvoke: IToken[];
  operand: OperandCstNode[];
};

export interface PartitionCstNode extends CstNode {
  name: "partition";
  children: PartitionCstChildren;
}

export type PartitionCstChildren = {
  KwPartition: IToken[];
  parameters: ParametersCstNode[];
  KwBy: IToken[];
  path: PathCstNode[];
  KwIn?: IToken[];
  InRange?: IToken[];
  operand?: OperandCstNode[];
  LParen?: IToken[];
  operators?: OperatorsCstNode[];
  RParen?: IToken[];
  LBrace?: IToken[];
  pipeline?: PipelineCstNode[];
  RBrace?: IToken[];
};

export interface PartitionByCstNode extends CstNode {
  name: "partitionBy";
  children: PartitionByCstChildren;
}

export type PartitionByCstChildren = {
  KwPartitionby: IToken[];
  parameters: ParametersCstNode[];
  path: PathCstNode[];
  KwId?: IToken[];
  operand?: OperandCstNode[];
  LParen: IToken[];
  operators: OperatorsCstNode[];
  RParen: IToken[];
};

export interface ForkCstNode extends CstNode {
  name: "fork";
  children: ForkCstChildren;
}

export type ForkCstChildren = {
  KwFork: IToken[];
  forkBranch: ForkBranchCstNode[];
};

export interface ForkBranchCstNode extends CstNode {
  name: "forkBranch";
  children: ForkBranchCstChildren;
}

export type ForkBranchCstChildren = {
  name?: NameCstNode[];
  Equals?: IToken[];
  LParen: IToken[];
  operators?: OperatorsCstNode[];
  pipeline?: PipelineCstNode[];
  RParen: IToken[];
};

export interface FacetCstNode extends CstNode {
  name: "facet";
  children: FacetCstChildren;
}

export type FacetCstChildren = {
  KwFacet: IToken[];
  KwBy: IToken[];
  path: PathCstNode[];
  Comma?: IToken[];
  KwWith?: IToken[];
  LParen?: IToken[];
  operators?: OperatorsCstNode[];
  RParen?: IToken[];
  operator?: OperatorCstNode[];
};

export interface ParseCstNode extends CstNode {
  name: "parse";
  children: ParseCstChildren;
}

export type ParseCstChildren = {
  KwParse?: IToken[];
  KwParseWhere?: IToken[];
  parameters: ParametersCstNode[];
  expression: ExpressionCstNode[];
  KwWith: IToken[];
  patternPart?: PatternPartCstNode[];
};

export interface PatternPartCstNode extends CstNode {
  name: "patternPart";
  children: PatternPartCstChildren;
}

export type PatternPartCstChildren = {
  Star?: IToken[];
  StringLiteral?: IToken[];
  declaredName?: DeclaredNameCstNode[];
  Colon?: IToken[];
  typeName?: TypeNameCstNode[];
};

export interface ParseKvCstNode extends CstNode {
  name: "parseKv";
  children: ParseKvCstChildren;
}

export type ParseKvCstChildren = {
  KwParseKv: IToken[];
  expression: ExpressionCstNode[];
  KwAs: IToken[];
  rowSchema: RowSchemaCstNode[];
  KwWith?: IToken[];
  LParen?: IToken[];
  parameter?: ParameterCstNode[];
  Comma?: IToken[];
  RParen?: IToken[];
};

export interface MakeSeriesCstNode extends CstNode {
  name: "makeSeries";
  children: MakeSeriesCstChildren;
}

export type MakeSeriesCstChildren = {
  KwMakeSeries: IToken[];
  parameters: ParametersCstNode[];
  series: SeriesCstNode[];
  Comma?: IToken[];
  KwOn: IToken[];
  item: ItemCstNode[];
  inRange?: InRangeCstNode[];
  fromToStep?: FromToStepCstNode[];
  by?: ByCstNode[];
};

export interface SeriesCstNode extends CstNode {
  name: "series";
  children: SeriesCstChildren;
}

export type SeriesCstChildren = {
  item: (ItemCstNode)[];
  KwDefault?: IToken[];
  Equals?: IToken[];
};

export interface FromToStepCstNode extends CstNode {
  name: "fromToStep";
  children: FromToStepCstChildren;
}

export type FromToStepCstChildren = {
  KwFrom?: IToken[];
  expression: (ExpressionCstNode)[];
  KwTo?: IToken[];
  KwStep: IToken[];
};

export interface InRangeCstNode extends CstNode {
  name: "inRange";
  children: InRangeCstChildren;
}

export type InRangeCstChildren = {
  InRange: IToken[];
  KwRange: IToken[];
  args: ArgsCstNode[];
};

export interface ScanCstNode extends CstNode {
  name: "scan";
  children: ScanCstChildren;
}

export type ScanCstChildren = {
  KwScan: IToken[];
  parameters: ParametersCstNode[];
  KwOrder?: IToken[];
  orderedBy?: OrderedByCstNode[];
  KwPartition?: IToken[];
  KwBy?: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  KwDeclare?: IToken[];
  functionParameters?: FunctionParametersCstNode[];
  KwWith: IToken[];
  LParen: IToken[];
  scanStep?: ScanStepCstNode[];
  RParen: IToken[];
};

export interface ScanStepCstNode extends CstNode {
  name: "scanStep";
  children: ScanStepCstChildren;
}

export type ScanStepCstChildren = {
  KwStep: IToken[];
  declaredName: DeclaredNameCstNode[];
  KwOptional?: IToken[];
  KwOutput?: IToken[];
  Equals?: IToken[];
  NameWord?: IToken[];
  Colon: IToken[];
  expression: ExpressionCstNode[];
  FatArrow?: IToken[];
  item?: ItemCstNode[];
  Comma?: IToken[];
  Semicolon: IToken[];
};

export interface ReduceCstNode extends CstNode {
  name: "reduce";
  children: ReduceCstChildren;
}

export type ReduceCstChildren = {
  KwReduce: IToken[];
  parameters: ParametersCstNode[];
  KwBy: IToken[];
  item: ItemCstNode[];
  KwWith?: IToken[];
  parameter?: ParameterCstNode[];
  Comma?: IToken[];
};

export interface ConsumeRowsCstNode extends CstNode {
  name: "consumeRows";
  children: ConsumeRowsCstChildren;
}

export type ConsumeRowsCstChildren = {
  KwConsume: IToken[];
  parameters: ParametersCstNode[];
};

export interface GetschemaCstNode extends CstNode {
  name: "getschema";
  children: GetschemaCstChildren;
}

export type GetschemaCstChildren = {
  KwGetschema: IToken[];
  parameter?: ParameterCstNode[];
};

export interface RenderCstNode extends CstNode {
  name: "render";
  children: RenderCstChildren;
}

export type RenderCstChildren = {
  KwRender: IToken[];
  NameWord: IToken[];
  chartParameter?: ChartParameterCstNode[];
  renderProperties?: RenderPropertiesCstNode[];
};

export interface ChartParameterCstNode extends CstNode {
  name: "chartParameter";
  children: ChartParameterCstChildren;
}

export type ChartParameterCstChildren = {
  NameWord?: IToken[];
  Equals?: IToken[];
  operand?: OperandCstNode[];
  KwWith?: IToken[];
  parameterValue?: ParameterValueCstNode[];
  KwBy?: IToken[];
  name?: NameCstNode[];
  Comma?: IToken[];
};

export interface RenderPropertiesCstNode extends CstNode {
  name: "renderProperties";
  children: RenderPropertiesCstChildren;
}

export type RenderPropertiesCstChildren = {
  KwWith: IToken[];
  LParen: IToken[];
  Comma?: (IToken)[];
  renderProperty?: RenderPropertyCstNode[];
  RParen: IToken[];
};

export interface RenderPropertyCstNode extends CstNode {
  name: "renderProperty";
  children: RenderPropertyCstChildren;
}

export type RenderPropertyCstChildren = {
  NameWord: IToken[];
  Equals: IToken[];
  operand: (OperandCstNode)[];
  Comma?: IToken[];
};

export interface MakeGraphCstNode extends CstNode {
  name: "makeGraph";
  children: MakeGraphCstChildren;
}

export type MakeGraphCstChildren = {
  KwMakeGraph: IToken[];
  parameters: ParametersCstNode[];
  name: (NameCstNode)[];
  PlusMinus: (IToken)[];
  Relational?: IToken[];
  KwWith?: IToken[];
  graphNodes?: GraphNodesCstNode[];
  Comma?: IToken[];
  graphNodeId?: GraphNodeIdCstNode[];
  graphPartition?: GraphPartitionCstNode[];
};

export interface GraphNodesCstNode extends CstNode {
  name: "graphNodes";
  children: GraphNodesCstChildren;
}

export type GraphNodesCstChildren = {
  expression: ExpressionCstNode[];
  KwOn: IToken[];
  name: NameCstNode[];
};

export interface GraphNodeIdCstNode extends CstNode {
  name: "graphNodeId";
  children: GraphNodeIdCstChildren;
}

export type GraphNodeIdCstChildren = {
  Identifier: IToken[];
  Equals: IToken[];
  name: NameCstNode[];
};

export interface GraphPartitionCstNode extends CstNode {
  name: "graphPartition";
  children: GraphPartitionCstChildren;
}

export type GraphPartitionCstChildren = {
  CommandWord: IToken[];
  name: NameCstNode[];
  LParen: IToken[];
  operators: OperatorsCstNode[];
  RParen: IToken[];
};

export interface GraphMatchCstNode extends CstNode {
  name: "graphMatch";
  children: GraphMatchCstChildren;
}

export type GraphMatchCstChildren = {
  KwGraphMatch?: IToken[];
  KwGraphShortestPaths?: IToken[];
  parameters: ParametersCstNode[];
  graphPattern: GraphPatternCstNode[];
  Comma?: (IToken)[];
  KwWhere?: IToken[];
  expression?: ExpressionCstNode[];
  KwProject?: IToken[];
  item?: ItemCstNode[];
};

export interface GraphPatternCstNode extends CstNode {
  name: "graphPattern";
  children: GraphPatternCstChildren;
}

export type GraphPatternCstChildren = {
  graphNode: (GraphNodeCstNode)[];
  graphEdge?: GraphEdgeCstNode[];
};

export interface GraphNodeCstNode extends CstNode {
  name: "graphNode";
  children: GraphNodeCstChildren;
}

export type GraphNodeCstChildren = {
  LParen: IToken[];
  name?: NameCstNode[];
  RParen: IToken[];
};

export interface GraphEdgeCstNode extends CstNode {
  name: "graphEdge";
  children: GraphEdgeCstChildren;
}

export type GraphEdgeCstChildren = {
  Relational?: (IToken)[];
  PlusMinus: (IToken)[];
  LBracket?: IToken[];
  name?: NameCstNode[];
  graphHops?: GraphHopsCstNode[];
  RBracket?: IToken[];
};

export interface GraphHopsCstNode extends CstNode {
  name: "graphHops";
  children: GraphHopsCstChildren;
}

export type GraphHopsCstChildren = {
  Star: IToken[];
  operand: (OperandCstNode)[];
  DotDot: IToken[];
};

export interface GraphToTableCstNode extends CstNode {
  name: "graphToTable";
  children: GraphToTableCstChildren;
}

export type GraphToTableCstChildren = {
  KwGraphToTable: IToken[];
  graphTable: GraphTableCstNode[];
  Comma?: IToken[];
};

export interface GraphTableCstNode extends CstNode {
  name: "graphTable";
  children: GraphTableCstChildren;
}

export type GraphTableCstChildren = {
  Identifier: IToken[];
  KwAs?: IToken[];
  name?: NameCstNode[];
  parameter?: ParameterCstNode[];
};

export interface GraphMarkComponentsCstNode extends CstNode {
  name: "graphMarkComponents";
  children: GraphMarkComponentsCstChildren;
}

export type GraphMarkComponentsCstChildren = {
  KwGraphMarkComponents: IToken[];
  parameters: ParametersCstNode[];
};

export interface OperatorCstNode extends CstNode {
  name: "operator";
  children: OperatorCstChildren;
}

export type OperatorCstChildren = {
  where?: WhereCstNode[];
  extend?: ExtendCstNode[];
  project?: ProjectCstNode[];
  summarize?: SummarizeCstNode[];
  join?: JoinCstNode[];
  sort?: SortCstNode[];
  distinct?: DistinctCstNode[];
  projectNames?: ProjectNamesCstNode[];
  projectReorder?: ProjectReorderCstNode[];
  projectByNames?: ProjectByNamesCstNode[];
  mvExpand?: MvExpandCstNode[];
  mvApply?: MvApplyCstNode[];
  union?: UnionCstNode[];
  top?: TopCstNode[];
  topNested?: TopNestedCstNode[];
  topHitters?: TopHittersCstNode[];
  take?: TakeCstNode[];
  sampleDistinct?: SampleDistinctCstNode[];
  count?: CountCstNode[];
  lookup?: LookupCstNode[];
  search?: SearchCstNode[];
  find?: FindCstNode[];
  parse?: ParseCstNode[];
  parseKv?: ParseKvCstNode[];
  evaluate?: EvaluateCstNode[];
  invoke?: InvokeCstNode[];
  makeSeries?: MakeSeriesCstNode[];
  serialize?: SerializeCstNode[];
  scan?: ScanCstNode[];
  partition?: PartitionCstNode[];
  partitionBy?: PartitionByCstNode[];
  fork?: ForkCstNode[];
  facet?: FacetCstNode[];
  reduce?: ReduceCstNode[];
  consumeRows?: ConsumeRowsCstNode[];
  getschema?: GetschemaCstNode[];
  as?: AsCstNode[];
  render?: RenderCstNode[];
  print?: PrintCstNode[];
  range?: RangeCstNode[];
  makeGraph?: MakeGraphCstNode[];
  graphMatch?: GraphMatchCstNode[];
  graphToTable?: GraphToTableCstNode[];
  graphMarkComponents?: GraphMarkComponentsCstNode[];
  assertSchema?: AssertSchemaCstNode[];
  KwExecuteAndCache?: IToken[];
};

export interface OperatorsCstNode extends CstNode {
  name: "operators";
  children: OperatorsCstChildren;
}

export type OperatorsCstChildren = {
  operator: OperatorCstNode[];
  Pipe?: IToken[];
};

export interface QueryCstNode extends CstNode {
  name: "query";
  children: QueryCstChildren;
}

export type QueryCstChildren = {
  statement?: (StatementCstNode)[];
  Semicolon?: (IToken)[];
};

export interface StatementCstNode extends CstNode {
  name: "statement";
  children: StatementCstChildren;
}

export type StatementCstChildren = {
  letStatement?: LetStatementCstNode[];
  setStatement?: SetStatementCstNode[];
  declareStatement?: DeclareStatementCstNode[];
  aliasStatement?: AliasStatementCstNode[];
  restrictStatement?: RestrictStatementCstNode[];
  pipeline?: PipelineCstNode[];
};

export interface LetStatementCstNode extends CstNode {
  name: "letStatement";
  children: LetStatementCstChildren;
}

export type LetStatementCstChildren = {
  KwLet: IToken[];
  name: NameCstNode[];
  Equals: IToken[];
  functionBody?: FunctionBodyCstNode[];
  pipeline?: PipelineCstNode[];
};

export interface SetStatementCstNode extends CstNode {
  name: "setStatement";
  children: SetStatementCstChildren;
}

export type SetStatementCstChildren = {
  KwSet: IToken[];
  name: NameCstNode[];
  Equals?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface DeclareStatementCstNode extends CstNode {
  name: "declareStatement";
  children: DeclareStatementCstChildren;
}

export type DeclareStatementCstChildren = {
  KwDeclare: IToken[];
  KwQueryParameters?: IToken[];
  functionParameters?: FunctionParametersCstNode[];
  KwPattern?: IToken[];
  name?: NameCstNode[];
  patternBody?: PatternBodyCstNode[];
};

export interface PatternBodyCstNode extends CstNode {
  name: "patternBody";
  children: PatternBodyCstChildren;
}

export type PatternBodyCstChildren = {
  Equals: IToken[];
  LParen: IToken[];
  column?: (ColumnCstNode)[];
  Comma?: IToken[];
  RParen: IToken[];
  LBracket?: IToken[];
  RBracket?: IToken[];
  LBrace: IToken[];
  patternCase: PatternCaseCstNode[];
  RBrace: IToken[];
};

export interface PatternCaseCstNode extends CstNode {
  name: "patternCase";
  children: PatternCaseCstChildren;
}

export type PatternCaseCstChildren = {
  LParen: IToken[];
  expression: (ExpressionCstNode)[];
  Comma?: IToken[];
  RParen: IToken[];
  Dot?: IToken[];
  LBracket?: IToken[];
  RBracket?: IToken[];
  Equals: IToken[];
  LBrace: IToken[];
  query: QueryCstNode[];
  RBrace: IToken[];
  Semicolon: IToken[];
};

export interface AliasStatementCstNode extends CstNode {
  name: "aliasStatement";
  children: AliasStatementCstChildren;
}

export type AliasStatementCstChildren = {
  KwAlias: IToken[];
  KwDatabase: IToken[];
  name: NameCstNode[];
  Equals: IToken[];
  expression: ExpressionCstNode[];
};

export interface RestrictStatementCstNode extends CstNode {
  name: "restrictStatement";
  children: RestrictStatementCstChildren;
}

export type RestrictStatementCstChildren = {
  KwRestrict: IToken[];
  KwAccess: IToken[];
  KwTo: IToken[];
  LParen: IToken[];
  entity: EntityCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
  withProperties?: WithPropertiesCstNode[];
};

export interface FunctionBodyCstNode extends CstNode {
  name: "functionBody";
  children: FunctionBodyCstChildren;
}

export type FunctionBodyCstChildren = {
  KwView?: IToken[];
  functionParameters: FunctionParametersCstNode[];
  LBrace: IToken[];
  query: QueryCstNode[];
  RBrace: IToken[];
};

export interface FunctionParametersCstNode extends CstNode {
  name: "functionParameters";
  children: FunctionParametersCstChildren;
}

export type FunctionParametersCstChildren = {
  LParen: IToken[];
  functionParameter?: FunctionParameterCstNode[];
  Comma?: IToken[];
  RParen: IToken[];
};

export interface FunctionParameterCstNode extends CstNode {
  name: "functionParameter";
  children: FunctionParameterCstChildren;
}

export type FunctionParameterCstChildren = {
  name: NameCstNode[];
  Colon: IToken[];
  typeName?: TypeNameCstNode[];
  tableType?: TableTypeCstNode[];
  Equals?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface PipelineCstNode extends CstNode {
  name: "pipeline";
  children: PipelineCstChildren;
}

export type PipelineCstChildren = {
  operator?: (OperatorCstNode)[];
  expression?: ExpressionCstNode[];
  Pipe?: IToken[];
};
