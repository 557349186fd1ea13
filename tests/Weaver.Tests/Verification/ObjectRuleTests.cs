using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Verification;

/// <summary>Which object may stand for which (ECMA-335 III.1.8.1.2), boxes, arrays, fields and by-refs.</summary>
public class ObjectRuleTests
{
    [Theory]
    [InlineData("String", "Object")]
    [InlineData("String", "IComparable")]
    [InlineData("ArgumentNullException", "Exception")]
    [InlineData("Version", "ICloneable")]
    [InlineData("Action", "Delegate")]
    public void A_class_stands_for_its_bases_and_interfaces(string source, string target) => Passed(source, target).Holds();

    [Theory]
    [InlineData("Object", "String")]
    [InlineData("Version", "Exception")]
    [InlineData("Int32", "Object")]
    [InlineData("Object", "Int32")]
    [InlineData("DateTime", "TimeSpan")]
    [InlineData("Int64", "Int32")]
    [InlineData("Double", "Int32")]
    public void Nothing_stands_for_what_it_is_not(string source, string target) => Passed(source, target).Breaks("", source switch { "Int32" or "Int64" => "int", "Double" => "float", "Object" => "object", _ => source });

    [Theory]
    [InlineData(typeof(IEnumerable<string>), typeof(IEnumerable<object>), true)]
    [InlineData(typeof(Func<int>), typeof(Func<object>), false)]
    [InlineData(typeof(List<string>), typeof(IEnumerable<object>), true)]
    [InlineData(typeof(List<string>), typeof(List<object>), false)]
    [InlineData(typeof(Action<object>), typeof(Action<string>), true)]
    [InlineData(typeof(Action<string>), typeof(Action<object>), false)]
    [InlineData(typeof(Func<string>), typeof(Func<object>), true)]
    [InlineData(typeof(string[]), typeof(object[]), true)]
    [InlineData(typeof(object[]), typeof(string[]), false)]
    [InlineData(typeof(string[]), typeof(IReadOnlyList<object>), true)]
    [InlineData(typeof(int[]), typeof(uint[]), true)]
    [InlineData(typeof(DayOfWeek[]), typeof(int[]), true)]
    [InlineData(typeof(int[]), typeof(long[]), false)]
    [InlineData(typeof(int[]), typeof(object[]), false)]
    [InlineData(typeof(int[,]), typeof(int[]), false)]
    [InlineData(typeof(int[,]), typeof(Array), true)]
    public void Variance_and_arrays_follow_their_elements(Type source, Type target, bool holds)
    {
        var body = new SmallBody();
        body.Method.ReturnType = body.Module.ImportReference(target);
        body.Method.Parameters.Add(new ParameterDefinition(body.Module.ImportReference(source)));
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ret);
        if (holds)
            body.Holds();
        else
            body.Breaks("", "");
    }

    [Theory]
    [InlineData("Object", true)]
    [InlineData("ValueType", true)]
    [InlineData("IFormattable", true)]
    [InlineData("String", false)]
    public void A_box_is_what_its_value_type_is(string target, bool holds)
    {
        var body = new SmallBody(target, "Int32");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Box, body.Core("Int32"));
        body.IL.Emit(OpCodes.Ret);
        if (holds)
            body.Holds();
        else
            body.Breaks(target == "String" ? "string" : target, "boxed int32");
    }

    [Theory]
    [InlineData("Exception", "ICloneable", true)]
    [InlineData("DateTime", "ICloneable", false)]
    public void Where_an_interface_is_any_object_may_be_but_no_value(string source, string target, bool holds)
    {
        if (holds)
            Passed(source, target).Holds();
        else
            Passed(source, target).Breaks(target, "value " + "System." + source);
    }

    [Fact]
    public void A_missing_box_is_found()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Ldc_I4_1);
        body.IL.Emit(OpCodes.Call, body.CoreMethod("GC", "KeepAlive", typeof(object)));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("object", "int32");
    }

    [Fact]
    public void A_parameter_without_box_is_no_object()
    {
        var body = new SmallBody("Object");
        body.Method.Parameters.Add(new ParameterDefinition(body.AddParameter()));
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("object", "value !!0");
    }

    [Fact]
    public void A_boxed_parameter_has_what_its_constraints_have()
    {
        var body = new SmallBody("IFormattable");
        body.Method.Parameters.Add(new ParameterDefinition(body.AddParameter("IFormattable")));
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Box, body.Method.GenericParameters[0]);
        body.IL.Emit(OpCodes.Ret);
        body.Holds();
    }

    [Fact]
    public void A_field_is_of_an_object_of_its_class()
    {
        var body = new SmallBody("Int32", "String");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldfld, body.AddField(body.Core("Int32")));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("Case", "string");
    }

    [Fact]
    public void An_instance_field_is_no_static_one()
    {
        var body = new SmallBody("Int32");
        body.IL.Emit(OpCodes.Ldsfld, body.AddField(body.Core("Int32")));
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("a static field", "f0");
    }

    [Fact]
    public void Nothing_is_written_through_a_readonly_address()
    {
        var body = new SmallBody();
        body.Method.Parameters.Add(new ParameterDefinition(new ArrayType(body.Core("Object"))));
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldc_I4_0);
        body.IL.Emit(OpCodes.Readonly);
        body.IL.Emit(OpCodes.Ldelema, body.Core("Object"));
        body.IL.Emit(OpCodes.Ldnull);
        body.IL.Emit(OpCodes.Stind_Ref);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("an address to write to", "readonly.");
    }

    [Fact]
    public void A_reference_is_not_read_as_a_number()
    {
        var body = new SmallBody("Int32", "String");
        body.IL.Emit(OpCodes.Ldarga, body.Method.Parameters[0]);
        body.IL.Emit(OpCodes.Ldind_I4);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("int32", "string&");
    }

    [Theory]
    [InlineData("Int32", true)]
    [InlineData("DateTime", true)]
    [InlineData("String", false)]
    public void The_address_of_a_parameters_value_is_taken_for_that_of_a_value_type_only(string target, bool holds)
    {
        var body = new SmallBody();
        body.Method.Parameters.Add(new ParameterDefinition(new ByReferenceType(body.AddParameter())));
        var taker = SmallBody.Add(body.Type, "N", MethodAttributes.Static, body.Core("Void"), new ByReferenceType(body.Core(target)));
        taker.Body.GetILProcessor().Emit(OpCodes.Ret);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Call, taker);
        body.IL.Emit(OpCodes.Ret);
        if (holds)
            body.Holds();
        else
            body.Breaks("string&", "!!0&");
    }

    [Theory]
    [InlineData(false, "Guid", true)]
    [InlineData(true, "Guid", true)]
    [InlineData(false, "DateTime", false)]
    [InlineData(true, "DateTime", false)]
    public void A_value_type_behind_modifiers_is_that_value_type(bool isRequired, string source, bool holds)
    {
        var body = new SmallBody("Guid");
        var (modifier, guid) = (body.Core("Runtime.CompilerServices.IsVolatile"), body.Core("Guid"));
        TypeReference Modify(TypeReference type) => isRequired ? new RequiredModifierType(modifier, type) : new OptionalModifierType(modifier, type);
        body.Method.Parameters.Add(new ParameterDefinition(Modify(body.Core(source))));
        var field = body.AddField(Modify(guid), FieldAttributes.Public | FieldAttributes.Static);
        var taker = SmallBody.Add(body.Type, "N", MethodAttributes.Static, Modify(guid), Modify(new ByReferenceType(Modify(guid))));
        taker.Body.GetILProcessor().Emit(OpCodes.Ldarg_0);
        taker.Body.GetILProcessor().Emit(OpCodes.Ldobj, guid);
        taker.Body.GetILProcessor().Emit(OpCodes.Ret);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Stsfld, field);
        body.IL.Emit(OpCodes.Ldsflda, field);
        body.IL.Emit(OpCodes.Call, taker);
        body.IL.Emit(OpCodes.Ret);
        if (holds)
            body.Holds();
        else
            body.Breaks("System.Guid", "value System.DateTime");
    }

    [Fact]
    public void What_pointers_point_to_is_not_asked()
    {
        var body = new SmallBody("Int32", "IntPtr");
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldc_I4_4);
        body.IL.Emit(OpCodes.Add);
        body.IL.Emit(OpCodes.Ldind_I4);
        body.IL.Emit(OpCodes.Ret);
        body.Holds();
    }

    [Fact]
    public void Elements_are_of_the_arrays_type()
    {
        var body = new SmallBody("Int64");
        body.Method.Parameters.Add(new ParameterDefinition(new ArrayType(body.Core("Int32"))));
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ldc_I4_0);
        body.IL.Emit(OpCodes.Ldelem_I8);
        body.IL.Emit(OpCodes.Ret);
        body.Breaks("int64[]", "int32[]");
    }

    private static SmallBody Passed(string source, string target)
    {
        var body = new SmallBody(target, source);
        body.IL.Emit(OpCodes.Ldarg_0);
        body.IL.Emit(OpCodes.Ret);
        return body;
    }
}
