using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Verification;

/// <summary>Constraints of generic parameters, of types and of methods; the JIT compiler is asked as well, and has to say the same.</summary>
public class InstantiationRuleTests
{
    private const GenericParameterAttributes None = GenericParameterAttributes.NonVariant;
    private const GenericParameterAttributes Class = GenericParameterAttributes.ReferenceTypeConstraint;
    private const GenericParameterAttributes Struct = GenericParameterAttributes.NotNullableValueTypeConstraint;
    private const GenericParameterAttributes New = GenericParameterAttributes.DefaultConstructorConstraint;
    private const GenericParameterAttributes AllowsRefStruct = (GenericParameterAttributes)0x20;

    public static TheoryData<GenericParameterAttributes, Type?, Type, string?> Instances => new()
    {
        { None, null, typeof(int), null },
        { Class, null, typeof(string), null },
        { Class, null, typeof(int[]), null },
        { Class, null, typeof(IDisposable), null },
        { Class, null, typeof(int), "a class" },
        { Class, null, typeof(DayOfWeek), "a class" },
        { Struct | New, null, typeof(DateTime), null },
        { Struct | New, null, typeof(string), "a value type" },
        { Struct | New, null, typeof(int[]), "a value type" },
        { Struct | New, null, typeof(int?), "a value type" },
        { New, null, typeof(object), null },
        { New, null, typeof(Guid), null },
        { New, null, typeof(int?), null },
        { New, null, typeof(List<string>), null },
        { New, null, typeof(string), "a public constructor" },
        { New, null, typeof(Stream), "a public constructor" },
        { New, null, typeof(IDisposable), "a public constructor" },
        { New, null, typeof(int[]), "a public constructor" },
        { New, null, typeof(Action), "a public constructor" },
        { None, null, typeof(Span<int>), "no by-ref-like type" },
        { AllowsRefStruct, null, typeof(Span<int>), null },
        { None, typeof(Stream), typeof(MemoryStream), null },
        { None, typeof(Stream), typeof(Stream), null },
        { None, typeof(Stream), typeof(object), "System.IO.Stream" },
        { None, typeof(MemoryStream), typeof(Stream), "System.IO.MemoryStream" },
        { None, typeof(Enum), typeof(DayOfWeek), null },
        { None, typeof(Enum), typeof(int), "System.Enum" },
        { None, typeof(Delegate), typeof(Action), null },
        { None, typeof(ValueType), typeof(int), null },
        { None, typeof(IDisposable), typeof(MemoryStream), null },
        { None, typeof(IDisposable), typeof(IDisposable), null },
        { None, typeof(IDisposable), typeof(string), "System.IDisposable" },
        { None, typeof(IComparable<int>), typeof(int), null },
        { None, typeof(IComparable<int>), typeof(long), "System.IComparable`1<int32>" },
        { None, typeof(IEnumerable<object>), typeof(List<string>), null },
        { None, typeof(IEnumerable<object>), typeof(List<int>), "System.Collections.Generic.IEnumerable`1<object>" },
        { None, typeof(IList<int>), typeof(int[]), null },
        { None, typeof(IList<int>), typeof(uint[]), null },
        { None, typeof(IList<string>), typeof(object[]), "System.Collections.Generic.IList`1<string>" },
        { None, typeof(IComparable), typeof(DayOfWeek), null },
    };

    [Theory]
    [MemberData(nameof(Instances))]
    public void An_argument_keeps_the_constraints_of_a_methods_parameter(GenericParameterAttributes attributes, Type? constraint, Type argument, string? expected)
    {
        var body = new SmallBody();
        var callee = SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core("Void"));
        callee.Body.GetILProcessor().Emit(OpCodes.Ret);
        Constrain(callee, attributes, constraint);
        var instance = new GenericInstanceMethod(callee);
        instance.GenericArguments.Add(body.Module.ImportReference(argument));
        body.IL.Emit(OpCodes.Call, instance);
        body.IL.Emit(OpCodes.Ret);
        AssertJudged(body, expected);
    }

    [Theory]
    [MemberData(nameof(Instances))]
    public void An_argument_keeps_the_constraints_of_a_types_parameter(GenericParameterAttributes attributes, Type? constraint, Type argument, string? expected)
    {
        var body = new SmallBody();
        var generic = AddGenericType(body, attributes, constraint);
        var instance = new GenericInstanceType(generic);
        instance.GenericArguments.Add(body.Module.ImportReference(argument));
        var field = new FieldReference("F", body.Core("Int32"), instance);
        body.IL.Emit(OpCodes.Ldsfld, field);
        body.IL.Emit(OpCodes.Pop);
        body.IL.Emit(OpCodes.Ret);
        AssertJudged(body, expected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_instance_within_another_keeps_its_constraints(bool isArray)
    {
        var body = new SmallBody("Boolean", "Object");
        var instance = new GenericInstanceType(AddGenericType(body, Class, null));
        instance.GenericArguments.Add(body.Core("Int32"));
        var list = new GenericInstanceType(body.Module.ImportReference(typeof(List<>)));
        list.GenericArguments.Add(instance);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Isinst, isArray ? new ArrayType(instance) : list);
        body.IL.Emit(OpCodes.Ldnull);
        body.IL.Emit(OpCodes.Cgt_Un);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("a class for T of G`1", "int32");
    }

    [Theory]
    [InlineData(Class, Struct, "a class")]
    [InlineData(Struct, Class, "a value type")]
    [InlineData(Class, Class, null)]
    [InlineData(Class, None, null)]
    [InlineData(New, Class, null)]
    public void A_parameter_as_argument_is_judged_by_what_it_cannot_be(GenericParameterAttributes wanted, GenericParameterAttributes has, string? expected)
    {
        var body = new SmallBody();
        var parameter = body.AddParameter();
        parameter.Attributes = has;
        var callee = SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core("Void"));
        callee.Body.GetILProcessor().Emit(OpCodes.Ret);
        Constrain(callee, wanted, null);
        var instance = new GenericInstanceMethod(callee);
        instance.GenericArguments.Add(parameter);
        body.IL.Emit(OpCodes.Call, instance);
        body.IL.Emit(OpCodes.Ret);
        if (expected is null)
            body.Holds();
        else
            body.Breaks(expected, "!!0");
    }

    [Theory]
    [InlineData("Int32", true)]
    [InlineData("Object", false)]
    public void A_constraint_that_names_its_parameter_is_read_with_the_argument(string argument, bool holds)
    {
        var body = new SmallBody();
        var callee = SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core("Void"));
        callee.Body.GetILProcessor().Emit(OpCodes.Ret);
        Constrain(callee, None, null);
        var comparable = new GenericInstanceType(body.Module.ImportReference(typeof(IComparable<>)));
        comparable.GenericArguments.Add(callee.GenericParameters[0]);
        callee.GenericParameters[0].Constraints.Add(new GenericParameterConstraint(comparable));
        var instance = new GenericInstanceMethod(callee);
        instance.GenericArguments.Add(body.Core(argument));
        body.IL.Emit(OpCodes.Call, instance);
        body.IL.Emit(OpCodes.Ret);
        if (holds)
            body.Holds();
        else
            body.Breaks("System.IComparable`1<object> for T", "object");
    }

    [Fact]
    public void A_constraint_whose_definition_is_not_at_hand_accuses_nobody()
    {
        var body = new SmallBody();
        var scope = new AssemblyNameReference("Elsewhere", new Version(1, 0));
        body.Module.AssemblyReferences.Add(scope);
        var callee = SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core("Void"));
        callee.Body.GetILProcessor().Emit(OpCodes.Ret);
        Constrain(callee, New, null);
        callee.GenericParameters[0].Constraints.Add(new GenericParameterConstraint(new TypeReference("", "Base", body.Module, scope)));
        var instance = new GenericInstanceMethod(callee);
        instance.GenericArguments.Add(new TypeReference("", "Derived", body.Module, scope));
        body.IL.Emit(OpCodes.Call, instance);
        body.IL.Emit(OpCodes.Ret);
        body.Holds();
    }

    private static TypeDefinition AddGenericType(SmallBody body, GenericParameterAttributes attributes, Type? constraint)
    {
        var type = new TypeDefinition("", "G`1", TypeAttributes.Public, body.Core("Object"));
        type.Fields.Add(new FieldDefinition("F", FieldAttributes.Public | FieldAttributes.Static, body.Core("Int32")));
        body.Module.Types.Add(type);
        Constrain(type, attributes, constraint);
        return type;
    }

    private static void Constrain(IGenericParameterProvider owner, GenericParameterAttributes attributes, Type? constraint)
    {
        var parameter = new GenericParameter("T", owner) { Attributes = attributes };
        if (constraint is not null)
            parameter.Constraints.Add(new GenericParameterConstraint(owner.Module.ImportReference(constraint)));
        owner.GenericParameters.Add(parameter);
    }

    private static void AssertJudged(SmallBody body, string? expected)
    {
        if (expected is null)
            body.Holds();
        else
            body.Breaks(expected, "");
        Assert.Equal(expected is null, body.IsCompiled());
    }
}
